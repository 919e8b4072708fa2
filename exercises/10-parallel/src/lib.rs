//! Chapter 10: the exercises are the files beside this one, each tested by the file of the same name in `tests/`.
