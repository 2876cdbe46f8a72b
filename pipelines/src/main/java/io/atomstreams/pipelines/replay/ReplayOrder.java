package io.atomstreams.pipelines.replay;

/** How the inputs of one entity are ordered. */
public enum ReplayOrder {
  /** As the feature log says they changed its state. */
  RECORDED("the recorded order"),
  /** By event time, then event id: as if nothing had ever come late or out of order. */
  EVENT_TIME("event time and id");

  private final String words;

  ReplayOrder(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
