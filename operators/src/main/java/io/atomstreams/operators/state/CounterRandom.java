package io.atomstreams.operators.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Random numbers that are a function of a seed and of how many were drawn before, so that a
 * restored state goes on exactly where the lost one stood: SplitMix64 (Steele, Lea, Flood 2014).
 * Two longs of state; equal seeds give equal sequences for ever. For one thread.
 */
public final class CounterRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private final long seed;
  private long drawn;

  public CounterRandom(long seed) {
    this(seed, 0);
  }

  private CounterRandom(long seed, long drawn) {
    this.seed = seed;
    this.drawn = drawn;
  }

  /** Any 64 bits. */
  public long nextLong() {
    drawn++;
    return mix(seed + drawn * GOLDEN_GAMMA);
  }

  /** In [0, 1), a multiple of 2⁻⁵³. */
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }

  /**
   * In [0, bound), each with the same probability up to 2⁻³².
   *
   * @param bound above 0
   */
  public int nextInt(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Spreads 64 bits over 64 bits, one to one: also a hash for seeds made from ids. */
  public static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Goes on as this one does, apart from it. */
  public CounterRandom copy() {
    return new CounterRandom(seed, drawn);
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(seed);
    out.writeLong(drawn);
  }

  public static CounterRandom read(DataInput in) throws IOException {
    return new CounterRandom(in.readLong(), in.readLong());
  }
}
