package io.atomstreams.operators.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link Profiler} has learned of a stream.
 *
 * <p>Of all fields seen, the first in the order of their paths are kept. One that was once left out
 * stays behind the kept ones for ever, and one that is kept was kept from its first value on: so
 * which fields are kept, and all their counts, do not depend on the order of records.
 */
public final class ProfileAccumulator {

  long records;
  long unreadable;
  long omitted;
  final TreeMap<FieldPath, FieldAccumulator> fields = new TreeMap<>();

  ProfileAccumulator() {}

  /** How many records were taken in, readable or not. */
  public long size() {
    return records + unreadable;
  }

  /** The field at a path, or {@code null} if there is no room for it. */
  FieldAccumulator field(FieldPath path, int most) {
    FieldAccumulator known = fields.get(path);
    if (known != null) {
      return known;
    }
    if (fields.size() >= most && path.compareTo(fields.lastKey()) > 0) {
      return null;
    }
    FieldAccumulator added = new FieldAccumulator();
    fields.put(path, added);
    dropBeyond(most);
    return added;
  }

  private void dropBeyond(int most) {
    while (fields.size() > most) {
      omitted += fields.pollLastEntry().getValue().values();
    }
  }

  void merge(ProfileAccumulator other, int mostFields) {
    records += other.records;
    unreadable += other.unreadable;
    omitted += other.omitted;
    other.fields.forEach(
        (path, field) -> fields.computeIfAbsent(path, p -> new FieldAccumulator()).merge(field));
    dropBeyond(mostFields);
  }

  Profile result(int top) {
    List<FieldProfile> results = new ArrayList<>(fields.size());
    for (Map.Entry<FieldPath, FieldAccumulator> entry : fields.entrySet()) {
      FieldPath path = entry.getKey();
      FieldAccumulator field = entry.getValue();
      long missing = path.isElement() ? 0 : objects(path.parent()) - field.values();
      results.add(field.result(path.toString(), missing, top));
    }
    return new Profile(records, unreadable, omitted, List.copyOf(results));
  }

  /** How many objects stand at a path. */
  private long objects(FieldPath path) {
    return path.isRecord() ? records : fields.get(path).count(ValueType.OBJECT);
  }
}
