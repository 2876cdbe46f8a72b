package io.atomstreams.operators.learning.memory;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** {@link Memories} as bytes. */
final class MemoriesCodec extends LearnedCodec<Memories> {

  private static final long serialVersionUID = 1L;

  private final Schema schema;
  private final int neighbours;
  private final long seed;

  MemoriesCodec(Schema schema, int neighbours, long seed) {
    super("learning.self-adjusting-memory", 1);
    this.schema = schema;
    this.neighbours = neighbours;
    this.seed = seed;
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
  protected Memories readState(DataInput in, int written) throws IOException {
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
