package io.atomstreams.operators.online;

/** What a detector apart from any learner has seen. For one thread. */
public final class Watching {

  Watched<?> watched;
  final FirstAnswers firsts = new FirstAnswers();

  /** The detector's text. */
  final String detector;

  Watching(String detector, Watched<?> watched) {
    this.detector = detector;
    this.watched = watched;
  }
}
