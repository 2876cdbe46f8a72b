package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.Standing;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * How far each of a subtask's groups of keys has come with additions to the feature list. Kept
 * under a key of the group itself, so that it goes where the group goes when a job is rescaled.
 */
final class Standings {

  private final ValueState<Long> state;
  private final Consumer<String> select;
  private final int groups;
  private final int first;
  private final String[] keys;
  private final Standing[] standings;

  /** What all groups have in common; {@code null} if they differ. */
  private Standing common;

  /**
   * The standings of a subtask.
   *
   * @param state a value a key
   * @param select makes a key the current one
   * @param groups of all subtasks together
   * @param fresh what a group without a value has: all additions where a job begins without state
   */
  Standings(
      ValueState<Long> state,
      Consumer<String> select,
      int groups,
      KeyGroupRange mine,
      Standing fresh)
      throws IOException {
    this.state = state;
    this.select = select;
    this.groups = groups;
    this.first = mine.getStartKeyGroup();
    this.keys =
        Arrays.copyOfRange(
            KeyGroups.keys(groups), mine.getStartKeyGroup(), mine.getEndKeyGroup() + 1);
    this.standings = new Standing[keys.length];
    for (int g = 0; g < keys.length; g++) {
      select.accept(keys[g]);
      Long packed = state.value();
      standings[g] = packed == null ? fresh : unpack(packed);
      if (packed == null && !fresh.equals(Standing.DECLARED)) {
        state.update(pack(fresh));
      }
    }
    findCommon();
  }

  private static Standing unpack(long packed) {
    return new Standing((int) (packed >>> Integer.SIZE), (int) packed);
  }

  private static long pack(Standing standing) {
    return (long) standing.generation() << Integer.SIZE | standing.ready();
  }

  private void findCommon() {
    boolean same = Arrays.stream(standings).distinct().count() == 1;
    common = same ? standings[0] : null;
  }

  /** Of all subtasks together. */
  int groups() {
    return groups;
  }

  int groupOf(String key) {
    return KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
  }

  /** The standing of a key's group. */
  Standing of(String key) {
    return common != null ? common : standings[groupOf(key) - first];
  }

  /** The highest generation of all groups here. */
  int highest() {
    return Arrays.stream(standings).mapToInt(Standing::generation).max().orElse(0);
  }

  /** Moves the group a key stands for. */
  void move(String key, Standing to) throws IOException {
    int g = groupOf(key) - first;
    standings[g] = to;
    select.accept(keys[g]);
    state.update(pack(to));
    findCommon();
  }
}
