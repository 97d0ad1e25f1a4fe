"""What a user intends, one verb a module: the only way in which a study is changed."""
