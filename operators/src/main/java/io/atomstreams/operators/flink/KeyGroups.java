package io.atomstreams.operators.flink;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * A key for each of Flink's groups of keys, so that a record and a state can be a whole group's.
 */
final class KeyGroups {

  /** No entity's key begins like this: a tenant has no blank in its name. */
  private static final String PREFIX = "key group ";

  private KeyGroups() {}

  /**
   * Keys by group.
   *
   * @param groups how many there are: the job's maximum parallelism
   */
  static String[] keys(int groups) {
    String[] keys = new String[groups];
    int missing = groups;
    for (int i = 0; missing > 0; i++) {
      String key = PREFIX + i;
      int group = KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
      if (keys[group] == null) {
        keys[group] = key;
        missing--;
      }
    }
    return keys;
  }
}
