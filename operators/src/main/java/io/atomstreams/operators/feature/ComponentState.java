package io.atomstreams.operators.feature;

/**
 * A tenant's graph: who is connected with whom since the start of the period before this one, and
 * since the start of this one. A union-find cannot forget; so a second one is grown beside it, and
 * when a period ends it takes the place of the first.
 *
 * <p>Belongs to {@link ComponentStage}, which alone changes it, and to {@link ComponentCodec}.
 */
public final class ComponentState {

  /** Of the declaration the graph was made by; under another it is worth nothing. */
  final long shape;

  /** How many events this state has taken in. */
  long sequence;

  /** Greatest event time seen, ms; {@code Long.MIN_VALUE} before the first event. */
  long clock = EntityState.NO_CLOCK;

  /** Since the start of the period before this one: what is asked. */
  UnionFind both = new UnionFind();

  /** Since the start of this period. */
  UnionFind current = new UnionFind();

  ComponentState(long shape) {
    this.shape = shape;
  }

  public long sequence() {
    return sequence;
  }

  /** How many nodes the graph has. */
  public int nodes() {
    return both.size();
  }

  /** Begins a period. */
  void turn() {
    both = current;
    current = new UnionFind();
  }
}
