package io.atomstreams.operators.feature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The slow obvious graph: keeps what every event joined, and in which period, and walks through all
 * of it to answer.
 */
final class NaiveComponents {

  private record Joined(Set<String> nodes, int period) {}

  private final long window;
  private final int most;
  private final List<Joined> joined = new ArrayList<>();
  private final Set<String> ofPeriod = new HashSet<>();
  private int period;
  private int full;
  private long clock = Long.MIN_VALUE;

  NaiveComponents(long window, int most) {
    this.window = window;
    this.most = most;
  }

  /** Customers have names that begin with {@code c}. */
  long take(long ts, Set<String> nodes, boolean joins) {
    if (clock != Long.MIN_VALUE && ts > clock) {
      long passed = Math.floorDiv(ts, window) - Math.floorDiv(clock, window);
      for (long i = 0; i < Math.min(2, passed); i++) {
        turn();
      }
    }
    clock = Math.max(clock, ts);
    if (joins && nodes.size() > 1) {
      if (ofPeriod.size() >= most) {
        turn();
        full++;
      }
      joined.add(new Joined(nodes, period));
      ofPeriod.addAll(nodes);
    }
    return reachable(nodes).stream().filter(node -> node.startsWith("c")).count();
  }

  /** How often a period ended because it was full. */
  int full() {
    return full;
  }

  private void turn() {
    period++;
    ofPeriod.clear();
  }

  private Set<String> reachable(Set<String> from) {
    Set<String> reached = new HashSet<>(from);
    Deque<String> next = new ArrayDeque<>(from);
    while (!next.isEmpty()) {
      String node = next.remove();
      for (Joined each : joined) {
        if (each.period() >= period - 1 && each.nodes().contains(node)) {
          each.nodes().stream().filter(reached::add).forEach(next::add);
        }
      }
    }
    return reached;
  }
}
