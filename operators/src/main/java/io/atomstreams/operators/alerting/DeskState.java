package io.atomstreams.operators.alerting;

import io.atomstreams.operators.event.SourcePosition;

/** A tenant's book, and where the latest alert in it came from. For one thread. */
public final class DeskState {

  final AlertBook book;
  SourcePosition latest = new SourcePosition("", 0, 0);

  DeskState(AlertBook book) {
    this.book = book;
  }

  /** What is going on at the tenant. */
  public AlertBook book() {
    return book;
  }
}
