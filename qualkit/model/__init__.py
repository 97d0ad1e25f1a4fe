"""What a study is: frozen values, standard library only."""
