package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.PackedEntity;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the entities seen lately in memory and writes those that changed when they have to leave or
 * a checkpoint begins: a customer who clicks twenty times costs the state backend one read and one
 * write. What is in here and not yet written is lost with the process, and that is as it should be:
 * so is everything else since the last checkpoint, and the events come again.
 *
 * <p>Replacement is CLOCK (Corbató, A Paging Experiment with the Multics System, 1968): entities
 * leave in the order in which they came, but one that was used since goes round once more. So a hit
 * changes no order, unlike with LRU.
 *
 * <p>So that a checkpoint does not find everything still to be written, at most so many changed
 * entities wait: beyond that the one that changed first is written, but one that changed again
 * meanwhile goes round once more.
 *
 * <p>Cost: a hit one look-up in a hash table; a checkpoint one write for every entity that waits,
 * during which its subtask stands still.
 */
final class EntityBuffer implements Entities {

  /** Key, table entry and flags, bytes of heap, about. */
  private static final int OVERHEAD = 168;

  private static final class Entry {
    private PackedEntity entity;
    private int footprint;
    private boolean changed;
    private boolean changedAgain;
    private boolean used;
  }

  private final Entities behind;
  private final long capacity;
  private final int mostChanged;

  /** Keys of those that changed, oldest first; of some that have left or were written, too. */
  private final ArrayDeque<String> waiting = new ArrayDeque<>();

  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
  private long footprint;

  /**
   * A buffer.
   *
   * @param capacity bytes of heap, about
   * @param mostChanged how many entities may wait to be written, 0 or more
   */
  EntityBuffer(Entities behind, long capacity, int mostChanged) {
    this.behind = behind;
    this.capacity = capacity;
    this.mostChanged = mostChanged;
  }

  @Override
  public PackedEntity get(String key) throws IOException {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.used = true;
      return entry.entity;
    }
    PackedEntity read = behind.get(key);
    if (read != null) {
      enter(key, read);
    }
    return read;
  }

  @Override
  public void put(String key, PackedEntity entity) throws IOException {
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = enter(key, entity);
    } else {
      account(entry, entity);
    }
    entry.changedAgain = entry.changed;
    if (!entry.changed) {
      entry.changed = true;
      waiting.add(key);
      writeOldest();
    }
    makeRoom();
  }

  private void writeOldest() throws IOException {
    while (waiting.size() > mostChanged) {
      String key = waiting.remove();
      Entry entry = entries.get(key);
      if (entry != null && entry.changedAgain) {
        entry.changedAgain = false;
        waiting.add(key);
      } else if (entry != null) {
        write(key, entry);
      }
    }
  }

  @Override
  public void remove(String key) throws IOException {
    Entry entry = entries.remove(key);
    footprint -= entry == null ? 0 : entry.footprint;
    behind.remove(key);
  }

  @Override
  public void flush() throws IOException {
    for (String key : waiting) {
      Entry entry = entries.get(key);
      if (entry != null) {
        write(key, entry);
      }
    }
    waiting.clear();
    behind.flush();
  }

  private Entry enter(String key, PackedEntity entity) throws IOException {
    Entry entry = new Entry();
    account(entry, entity);
    makeRoom();
    entries.put(key, entry);
    return entry;
  }

  private void account(Entry entry, PackedEntity entity) {
    footprint -= entry.footprint;
    entry.entity = entity;
    entry.footprint = OVERHEAD + entity.footprint();
    footprint += entry.footprint;
  }

  /** Lets entities go, oldest first, until the one that enters fits. */
  private void makeRoom() throws IOException {
    while (footprint > capacity && !entries.isEmpty()) {
      Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
      Map.Entry<String, Entry> leaving = oldest.next();
      String key = leaving.getKey();
      Entry entry = leaving.getValue();
      oldest.remove();
      if (entry.used) {
        entry.used = false;
        entries.put(key, entry);
      } else {
        footprint -= entry.footprint;
        write(key, entry);
      }
    }
  }

  private void write(String key, Entry entry) throws IOException {
    if (entry.changed) {
      behind.put(key, entry.entity);
      entry.changed = false;
      entry.changedAgain = false;
    }
  }
}
