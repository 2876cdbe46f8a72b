package io.atomstreams.operators.online;

/** What a detector apart from any learner has seen. For one thread. */
public final class Watching {

  Watched<?> watched;
  final FirstAnswers firsts = new FirstAnswers();

  /** Of detector and features. */
  final String layout;

  Watching(String layout, Watched<?> watched) {
    this.layout = layout;
    this.watched = watched;
  }
}
