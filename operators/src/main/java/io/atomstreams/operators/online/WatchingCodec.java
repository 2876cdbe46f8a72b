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

  private final Watch watch;
  private final List<String> features;

  /**
   * Of a detector.
   *
   * @param watch whose detector, and what it watches, make the layout
   * @param features names of a vector's values
   */
  public WatchingCodec(Watch watch, List<String> features) {
    this.watch = watch;
    this.features = List.copyOf(features);
  }

  /** The codec that reads values written under a layout. */
  public static WatchingCodec of(String layout) {
    List<String> lines = List.of(layout.split("\n", -1));
    String[] words = lines.get(0).split(" ", 3);
    Watch watch = new Watch("", words[2], words[0], Loss.valueOf(words[1]), List.of());
    return new WatchingCodec(watch, lines.subList(1, lines.size()));
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
    return "%s %s %s\n%s"
        .formatted(watch.of(), watch.loss(), watch.detector(), String.join("\n", features));
  }

  @Override
  public Watching create() {
    return new Watching(layout(), Watched.begin(watch, features));
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
    Watching state = new Watching(layout(), Watched.read(watch, features, in));
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
