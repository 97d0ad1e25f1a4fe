"""The study's database: the only place that speaks SQL."""
