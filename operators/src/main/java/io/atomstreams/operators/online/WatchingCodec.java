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
  private final List<String> features;

  /**
   * Of a detector.
   *
   * @param detector as {@link io.atomstreams.operators.drift.Detectors#parse} reads it
   * @param features names of a vector's values
   */
  public WatchingCodec(String detector, List<String> features) {
    this.detector = detector;
    this.features = List.copyOf(features);
  }

  /** The codec that reads values written under a layout. */
  public static WatchingCodec of(String layout) {
    List<String> lines = List.of(layout.split("\n", -1));
    return new WatchingCodec(lines.get(0), lines.subList(1, lines.size()));
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
    return detector + "\n" + String.join("\n", features);
  }

  @Override
  public Watching create() {
    return new Watching(layout(), Watched.begin(watch(), features));
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
    Watching state = new Watching(layout(), Watched.read(watch(), features, in));
    state.firsts.take(firsts);
    return state;
  }

  @Override
  public Watching copy(Watching state) {
    Watching copy = new Watching(state.layout, state.watched.copy());
    copy.firsts.take(state.firsts);
    return copy;
  }

  /** Under other settings or of other vectors a detector begins anew. */
  @Override
  public Watching adopt(Watching state) {
    return state.layout.equals(layout()) ? state : create();
  }
}
