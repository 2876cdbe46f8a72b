package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.state.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The race as bytes: counters, weights, racers, events. */
final class HalvingCodec extends LearnedCodec<HalvingState> {

  private static final long serialVersionUID = 1;

  private final Halving pool;

  HalvingCodec(Halving pool) {
    super("halving", 1);
    this.pool = pool;
  }

  /** The space: a racer's settings follow from it. */
  @Override
  public String layout() {
    return pool.space().text();
  }

  @Override
  public HalvingState create() {
    return pool.begin();
  }

  @Override
  public void write(HalvingState state, DataOutput out) throws IOException {
    state.random.write(out);
    state.weights.write(out);
    state.losses.write(out);
    out.writeInt(state.best);
    out.writeInt(state.rung);
    out.writeInt(state.born);
    out.writeLong(state.inRung);
    out.writeLong(state.examples);
    out.writeLong(state.steps);
    out.writeLong(state.lostEvents);
    out.writeShort(state.racers.size());
    for (Racer racer : state.racers) {
      racer.write(out);
    }
    out.writeShort(state.events.size());
    for (PoolEvent event : state.events) {
      write(event, out);
    }
  }

  @Override
  protected HalvingState readState(DataInput in, int written) throws IOException {
    CounterRandom random = CounterRandom.read(in);
    Weights weights = Weights.read(in);
    HalvingState state = new HalvingState(random, weights, Losses.read(pool.schema().target(), in));
    state.best = in.readInt();
    state.rung = in.readInt();
    state.born = in.readInt();
    state.inRung = in.readLong();
    state.examples = in.readLong();
    state.steps = in.readLong();
    state.lostEvents = in.readLong();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      state.racers.add(Racer.read(pool::learner, in));
    }
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      state.events.addLast(readEvent(in));
    }
    return state;
  }

  private static void write(PoolEvent event, DataOutput out) throws IOException {
    out.writeLong(event.example());
    write(event.kind().name(), out);
    out.writeInt(event.id());
    write(event.learner(), out);
    write(event.reason(), out);
  }

  private static PoolEvent readEvent(DataInput in) throws IOException {
    return new PoolEvent(
        in.readLong(), PoolEvent.Kind.valueOf(text(in)), in.readInt(), text(in), text(in));
  }

  private static void write(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public HalvingState copy(HalvingState state) {
    return state.copy();
  }
}
