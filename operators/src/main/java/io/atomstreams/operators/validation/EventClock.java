package io.atomstreams.operators.validation;

/**
 * What event time it is when the broker's clock shows a given time. In production both are the
 * same; a replay or a simulation runs event time at another pace.
 *
 * <pre>now(wall) = anchorEvent + (wall - anchorWall) * speed</pre>
 *
 * <p>The wall time is the one the broker stamped on the record when it was appended, so the answer
 * is a fact of the data and the same in every replay.
 *
 * @param speed event milliseconds per wall millisecond, greater than 0
 */
public record EventClock(long anchorWall, long anchorEvent, double speed)
    implements java.io.Serializable {

  public EventClock {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("event clock: speed is " + speed + ", must be > 0");
    }
  }

  /** Event time passes as wall time does. */
  public static EventClock wall() {
    return new EventClock(0, 0, 1);
  }

  public long now(long wall) {
    return anchorEvent + (long) ((wall - anchorWall) * speed);
  }
}
