package io.atomstreams.operators.online;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** What detectors have seen, whatever their kind: the layout names it. */
public final class WatchingCodec implements StateCodec<Watching> {

  public static final String ID = "watching";

  private static final long serialVersionUID = 1;

  private final String detector;

  /**
   * Of a detector.
   *
   * @param detector as {@link io.atomstreams.operators.drift.Detectors#parse} reads it
   */
  public WatchingCodec(String detector) {
    this.detector = detector;
  }

  private Watch watch() {
    return new Watch("", detector, "", Loss.LOG_LOSS, List.of());
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String layout() {
    return detector;
  }

  @Override
  public Watching create() {
    return new Watching(detector, Watched.begin(watch()));
  }

  @Override
  public void write(Watching state, DataOutput out) throws IOException {
    state.firsts.write(out);
    state.watched.write(out);
  }

  @Override
  public Watching read(DataInput in, int version) throws IOException {
    FirstAnswers firsts = new FirstAnswers();
    firsts.read(in);
    Watching state = new Watching(detector, Watched.read(watch(), in));
    state.firsts.take(firsts);
    return state;
  }

  @Override
  public Watching copy(Watching state) {
    Watching copy = new Watching(state.detector, state.watched.copy());
    copy.firsts.take(state.firsts);
    return copy;
  }

  /** Under other settings a detector begins anew. */
  @Override
  public Watching adopt(Watching state) {
    return state.detector.equals(detector) ? state : create();
  }
}
