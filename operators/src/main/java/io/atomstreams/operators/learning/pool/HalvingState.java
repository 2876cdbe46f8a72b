package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where a {@link Halving} stands: who is in the race and who is the best, their weights, the rung,
 * and what happened since somebody last asked.
 */
public final class HalvingState {

  /** Events kept until they are taken; older ones are only counted. */
  static final int MOST_EVENTS = 256;

  final List<Racer> racers = new ArrayList<>();
  final Deque<PoolEvent> events = new ArrayDeque<>();
  Weights weights;
  Losses losses;
  CounterRandom random;

  /** Place of the best among the racers. */
  int best;

  int rung;
  int born;
  long inRung;
  long examples;
  long steps;
  long lostEvents;
  private double[] prediction = {};

  HalvingState(CounterRandom random, Weights weights, Losses losses) {
    this.random = random;
    this.weights = weights;
    this.losses = losses;
  }

  /** Learning steps of all members together: what was spent. */
  public long steps() {
    return steps;
  }

  public long examples() {
    return examples;
  }

  /** Configurations in the race. */
  public int alive() {
    return racers.size();
  }

  /** Events that nobody took in time. */
  public long lostEvents() {
    return lostEvents;
  }

  /** What happened since the last call, oldest first; then forgotten here. */
  public List<PoolEvent> takeEvents() {
    List<PoolEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  void happened(PoolEvent event) {
    if (events.size() == MOST_EVENTS) {
      events.removeFirst();
      lostEvents++;
    }
    events.addLast(event);
  }

  /** Work space, no part of the state. */
  double[] prediction(int length) {
    if (prediction.length != length) {
      prediction = new double[length];
    }
    return prediction;
  }

  /** Takes a racer out; the best one stays. */
  void remove(int racer) {
    racers.remove(racer);
    weights.remove(racer);
    best -= racer < best ? 1 : 0;
  }

  HalvingState copy() {
    HalvingState copy = new HalvingState(random.copy(), weights.copy(), losses.copy());
    racers.forEach(racer -> copy.racers.add(racer.copy()));
    copy.events.addAll(events);
    copy.best = best;
    copy.rung = rung;
    copy.born = born;
    copy.inRung = inRung;
    copy.examples = examples;
    copy.steps = steps;
    copy.lostEvents = lostEvents;
    return copy;
  }
}
