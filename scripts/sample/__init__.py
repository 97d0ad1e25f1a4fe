"""What the sample study is made of: invented sentences, and how they become its files."""
