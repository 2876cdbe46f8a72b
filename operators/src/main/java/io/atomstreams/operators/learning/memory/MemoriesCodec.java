package io.atomstreams.operators.learning.memory;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** {@link Memories} as bytes. */
final class MemoriesCodec implements StateCodec<Memories> {

  private static final long serialVersionUID = 1L;

  private final Schema schema;
  private final int neighbours;
  private final long seed;

  MemoriesCodec(Schema schema, int neighbours, long seed) {
    this.schema = schema;
    this.neighbours = neighbours;
    this.seed = seed;
  }

  @Override
  public String id() {
    return "learning.self-adjusting-memory";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String layout() {
    return schema.attributes().stream()
        .map(attribute -> String.valueOf(attribute.levels()))
        .collect(Collectors.joining(",", schema.target().classes() + ":", ""));
  }

  @Override
  public Memories create() {
    List<Attribute> attributes = schema.attributes();
    return new Memories(
        new RunningScale(attributes, schema.target().classes()),
        new Examples(attributes),
        new Windows(),
        new Examples(attributes),
        new CounterRandom(seed),
        recall());
  }

  private Recall recall() {
    return new Recall(schema.width(), schema.target().classes(), neighbours);
  }

  @Override
  public void write(Memories state, DataOutput out) throws IOException {
    state.scale.write(out);
    state.recent.write(out);
    state.windows.write(out);
    state.lasting.write(out);
    state.random.write(out);
  }

  @Override
  public Memories read(DataInput in, int written) throws IOException {
    if (written < 1 || written > version()) {
      throw new IOException(
          "%s: the state was written in version %d, this release reads versions 1 to %d; run the release that wrote it"
              .formatted(id(), written, version()));
    }
    List<Attribute> attributes = schema.attributes();
    return new Memories(
        RunningScale.read(attributes, schema.target().classes(), in),
        Examples.read(attributes, in),
        Windows.read(in),
        Examples.read(attributes, in),
        CounterRandom.read(in),
        recall());
  }

  @Override
  public Memories copy(Memories state) {
    return state.copy(recall());
  }
}
