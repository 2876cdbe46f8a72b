package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * One way to sum up many events in a value, in the words of Flink's {@code AggregateFunction}.
 *
 * <p>{@link #merge} is associative and commutative and {@link #createAccumulator} is its identity,
 * bit for bit: so events may arrive out of order, slices may be rolled up into coarser ones, and
 * partial results may be computed elsewhere, without changing any value. Accumulators are mutable
 * and belong to whoever created them.
 *
 * <p>A class and no interface: one is asked for every cell of every slice, and calls through a
 * class make a vector of all aggregations an eighth cheaper.
 *
 * <p>A value is an integer in its measure's own unit (money in minor units, pieces, …): integers
 * add up exactly in every order.
 *
 * @param <A> the accumulator
 */
public abstract class Aggregation<A> implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * Name of the accumulator and of everything that shapes it, e.g. {@code last_times(last=16)}. Two
   * aggregations with the same form share one accumulator and differ in {@link #getResult} only.
   */
  public abstract String form();

  /** Whether a value is taken as a quantity, so that names make no sense. */
  public boolean needsNumbers() {
    return true;
  }

  public abstract A createAccumulator();

  /** An accumulator as good as new, made of one that nobody needs any more. */
  public A clear(A accumulator) {
    return createAccumulator();
  }

  /** Takes one event in; changes and returns {@code accumulator}. */
  public abstract A add(A accumulator, long ts, long value);

  /** Changes and returns {@code into}; leaves {@code other} as it is. */
  public abstract A merge(A into, A other);

  /**
   * The value.
   *
   * @param asOf the entity's clock, ms
   * @return {@code NaN} where the events do not determine a value
   */
  public abstract double getResult(A accumulator, long asOf);

  public abstract A copy(A accumulator);

  /**
   * Writes an accumulator.
   *
   * @param base start of the accumulator's slice, ms: times are written relative to it
   */
  public abstract void write(A accumulator, long base, DataOutput out) throws IOException;

  public abstract A read(long base, DataInput in) throws IOException;

  /**
   * Whether {@link #write} depends on {@code base}. If not, bytes written for one slice are good
   * for any other.
   */
  public boolean keepsTimes() {
    return true;
  }

  /**
   * Merges an accumulator straight from the bytes that {@link #write} wrote: what {@code
   * merge(into, read(base, in))} does, if possible without making the other.
   */
  public A mergePacked(A into, long base, BytesInput in) throws IOException {
    return merge(into, read(base, in));
  }

  /** Passes over an accumulator that {@link #write} wrote. */
  public void skip(BytesInput in) throws IOException {
    var unused = read(0, in);
  }
}
