package io.atomstreams.operators.contract;

import java.util.Arrays;

/** All that rules keep of one customer: a memory for each slot of the layout, or none yet. */
public final class CustomerHistory {

  final HistoryLayout layout;
  private final Memory[] memories;

  CustomerHistory(HistoryLayout layout) {
    this.layout = layout;
    this.memories = new Memory[layout.slots().size()];
  }

  /** Whether nothing has been learnt. */
  public boolean isEmpty() {
    return clock() == Memory.NO_CLOCK;
  }

  /** Greatest event time that anything was learnt at, ms. */
  long clock() {
    return Arrays.stream(memories)
        .mapToLong(memory -> memory == null ? Memory.NO_CLOCK : memory.clock())
        .max()
        .orElse(Memory.NO_CLOCK);
  }

  /** What is kept there, {@code null} if nothing is. */
  Memory get(int slot) {
    return memories[slot];
  }

  /** A memory that nothing was learnt into is none. */
  void set(int slot, Memory memory) {
    memories[slot] = memory.isEmpty() ? null : memory;
  }

  CustomerHistory copy() {
    return adoptedBy(layout);
  }

  /** A copy under a layout: of each memory that is in both. */
  CustomerHistory adoptedBy(HistoryLayout into) {
    CustomerHistory adopted = new CustomerHistory(into);
    for (int i = 0; i < adopted.memories.length; i++) {
      int here = layout.slots().indexOf(into.slots().get(i));
      if (here >= 0 && memories[here] != null) {
        adopted.memories[i] = memories[here].copy();
      }
    }
    return adopted;
  }
}
