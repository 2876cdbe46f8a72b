package io.atomstreams.operators.drift.feature;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Levels for tests that never end: LORD++ (Javanmard, Montanari: Online Rules for Control of False
 * Discovery Rate, 2018; Ramdas, Yang, Wainwright, Jordan: Online Control of the False Discovery
 * Rate with Decaying Memory, 2017). With {@code w = rate/2} and discoveries at the tests {@code d1
 * < d2 < ...}, test {@code t} is held against
 *
 * <pre>
 *   a(t) = g(t) w + (rate - w) g(t - d1) + rate (g(t - d2) + g(t - d3) + ...)
 *   g(j) = 0.0772 ln(max(j, 2)) / (j exp(sqrt(ln j)))
 * </pre>
 *
 * where the {@code g} add up to at most 1. If each {@code p}, given the tests before, is even where
 * nothing changed, or larger, at most the share {@code rate} of all discoveries is false on
 * average, at any time. Only the latest {@value #REMEMBERED} discoveries are remembered; forgetting
 * lowers the level and loses nothing of this. Cost: linear in them.
 */
final class OnlineDiscoveries {

  static final int REMEMBERED = 64;

  private static final double SCALE = 0.0772;

  private long tests;
  private long discoveries;

  /** At which tests, a ring. */
  private final long[] at = new long[REMEMBERED];

  private long first;

  /** The level of the next test. */
  double level(double rate) {
    long next = tests + 1;
    double level = rate / 2 * weight(next);
    if (discoveries > 0) {
      level += rate / 2 * weight(next - first);
    }
    for (long i = Math.max(1, discoveries - REMEMBERED); i < discoveries; i++) {
      level += rate * weight(next - at[(int) (i % REMEMBERED)]);
    }
    return level;
  }

  /** Takes note of a test: whether it was a discovery at its level. */
  boolean test(double p, double rate) {
    boolean discovered = p <= level(rate);
    tests++;
    if (discovered) {
      if (discoveries == 0) {
        first = tests;
      }
      at[(int) (discoveries % REMEMBERED)] = tests;
      discoveries++;
    }
    return discovered;
  }

  static double weight(long j) {
    double log = Math.log((double) Math.max(j, 2));
    return SCALE * log / (j * Math.exp(Math.sqrt(Math.log((double) j))));
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(tests);
    out.writeLong(discoveries);
    out.writeLong(first);
    for (int i = 0; i < Math.min(discoveries, REMEMBERED); i++) {
      out.writeLong(at[i]);
    }
  }

  void read(DataInput in) throws IOException {
    tests = in.readLong();
    discoveries = in.readLong();
    first = in.readLong();
    for (int i = 0; i < Math.min(discoveries, REMEMBERED); i++) {
      at[i] = in.readLong();
    }
  }
}
