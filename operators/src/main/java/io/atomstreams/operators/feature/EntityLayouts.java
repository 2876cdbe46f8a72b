package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The layouts in which an installation's packed entities may be: each value is marked with its own.
 * Grows when a feature is added to a running job; any thread may read meanwhile.
 */
public final class EntityLayouts implements Serializable, Iterable<EntityLayout> {

  private static final long serialVersionUID = 1;

  /** Between two descriptions, which have no empty lines. */
  private static final String BETWEEN = "\n\n";

  private volatile EntityLayout[] all;

  /** Of these, oldest first; at least one. */
  public EntityLayouts(EntityLayout... layouts) {
    all = new EntityLayout[] {layouts[0]};
    for (EntityLayout layout : layouts) {
      add(layout);
    }
  }

  /** The latest: what values are packed in. */
  public EntityLayout current() {
    EntityLayout[] now = all;
    return now[now.length - 1];
  }

  /**
   * Takes in a layout; one that is not there yet becomes the current one.
   *
   * @throws IllegalStateException if another layout has the same mark
   */
  public synchronized void add(EntityLayout layout) {
    EntityLayout marked = find(layout.tag());
    if (marked != null && !marked.equals(layout)) {
      throw new IllegalStateException(
          "two layouts of entities have the same mark %08x; name one of the features that were added otherwise"
              .formatted(layout.tag()));
    }
    if (marked == null) {
      EntityLayout[] more = Arrays.copyOf(all, all.length + 1);
      more[all.length] = layout;
      all = more;
    }
  }

  /** The layout a value is marked with, or {@code null}. */
  EntityLayout find(int tag) {
    EntityLayout[] now = all;
    for (int i = now.length - 1; i >= 0; i--) {
      if (now[i].tag() == tag) {
        return now[i];
      }
    }
    return null;
  }

  /** Whether values of all the others can be read as well. */
  boolean holds(EntityLayouts others) {
    return Stream.of(others.all).allMatch(layout -> layout.equals(find(layout.tag())));
  }

  @Override
  public Iterator<EntityLayout> iterator() {
    return Arrays.asList(all).iterator();
  }

  /** The {@linkplain EntityLayout#describe() descriptions}, oldest first. */
  public String describe() {
    return Stream.of(all).map(EntityLayout::describe).collect(Collectors.joining(BETWEEN));
  }

  /** Of what {@link #describe} described. */
  public static EntityLayouts parse(String description) {
    return new EntityLayouts(
        Stream.of(description.split(BETWEEN, -1))
            .map(EntityLayout::parse)
            .toArray(EntityLayout[]::new));
  }
}
