package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What features can be kept of. Every event belongs to its customer first, whose state judges
 * whether it is late or repeated; an accepted one then calls on the entities of the other kinds it
 * names.
 *
 * <p>Some kinds are built in; others are declared with the features, each with a name and a way to
 * find its entities in an event. The name is for ever: the names of states, and the keys in state
 * and on the topic {@code features}, are made of it. So two kinds with one name are equal, and a
 * kind can be known by its name alone, where only keys are asked for.
 */
public final class EntityKind implements Serializable, Comparable<EntityKind> {

  /** What the names of declared kinds must be. */
  public static final String NAME_RULE =
      "a small letter, then small letters, digits and '_', 32 characters at most";

  public static final EntityKind CUSTOMER = new EntityKind(0, "customer", FieldIds.CUSTOMER);

  /** An article. */
  public static final EntityKind PRODUCT = new EntityKind(1, "product", FieldIds.PRODUCT);

  public static final EntityKind DEVICE = new EntityKind(2, "device", FieldIds.DEVICE);
  public static final EntityKind SESSION = new EntityKind(3, "session", FieldIds.SESSION);

  /** A means of payment: a card's token, say. */
  public static final EntityKind PAYMENT = new EntityKind(4, "payment", FieldIds.PAYMENT);

  /** Where a sale is sent. */
  public static final EntityKind SHIP_TO = new EntityKind(5, "ship_to", FieldIds.SHIP_TO);

  /** All of a tenant's events: one key, so one subtask takes them all. */
  public static final EntityKind TENANT = new EntityKind(6, "tenant", FieldIds.TENANT);

  /** In the order of their codes. */
  public static final List<EntityKind> BUILT_IN =
      List.of(CUSTOMER, PRODUCT, DEVICE, SESSION, PAYMENT, SHIP_TO, TENANT);

  /** The code of every declared kind, which packed bytes then name. */
  public static final int DECLARED = BUILT_IN.size();

  private static final long serialVersionUID = 1;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  private final int code;
  private final String yamlName;

  /** {@code null} where the kind is known by its name alone. */
  private final EntityIds ids;

  private EntityKind(int code, String yamlName, EntityIds ids) {
    this.code = code;
    this.yamlName = yamlName;
    this.ids = ids;
  }

  /**
   * A kind as declared.
   *
   * @throws IllegalArgumentException if the name breaks {@link #NAME_RULE} or is built in
   */
  public static EntityKind declared(String name, EntityIds ids) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' must be " + NAME_RULE);
    }
    if (ofName(name).code != DECLARED) {
      throw new IllegalArgumentException("'" + name + "' is built in, choose another name");
    }
    return new EntityKind(DECLARED, name, ids);
  }

  /** The kind of a name: built in, or else one that knows its keys and finds no entities. */
  public static EntityKind ofName(String name) {
    for (EntityKind kind : BUILT_IN) {
      if (kind.yamlName.equals(name)) {
        return kind;
      }
    }
    return new EntityKind(DECLARED, name, null);
  }

  /**
   * The kind of the graphs of a feature, one for each tenant; no declared kind has its name.
   *
   * @throws IllegalArgumentException if the feature's name breaks {@link #NAME_RULE}
   */
  static EntityKind component(String feature) {
    if (!NAME.matcher(feature).matches()) {
      throw new IllegalArgumentException(
          "feature '%s' is part of the keys of graphs, so its name must be %s"
              .formatted(feature, NAME_RULE));
    }
    return new EntityKind(DECLARED, "component-" + feature, FieldIds.TENANT);
  }

  private Object readResolve() {
    return code == DECLARED ? this : BUILT_IN.get(code);
  }

  /** What stands for the kind in packed bytes: its place among the built-in ones. */
  public int code() {
    return code;
  }

  /**
   * The kind of a code.
   *
   * @throws IllegalArgumentException if no kind is built in under it
   */
  public static EntityKind ofCode(int code) {
    if (code < 0 || code >= DECLARED) {
      throw new IllegalArgumentException("no kind of entity has code " + code);
    }
    return BUILT_IN.get(code);
  }

  public String yamlName() {
    return yamlName;
  }

  /**
   * How its entities are found in an event.
   *
   * @throws IllegalStateException if the kind is known by its name alone
   */
  public EntityIds ids() {
    if (ids == null) {
      throw new IllegalStateException(
          "entity kind '%s' is known by its name alone: declare how it is found in an event"
              .formatted(yamlName));
    }
    return ids;
  }

  /** The ids of this kind in an event, each once. */
  List<String> idsIn(Event event) {
    return ids().in(event);
  }

  /** What of an event concerns one of them. */
  Event part(Event event, String id) {
    return ids().part(event, id);
  }

  /**
   * The entity's key: {@code tenant|id} of a customer, {@code kind/tenant|id} of the others. No
   * tenant has a slash in its name.
   */
  public String key(String tenant, String id) {
    return code == 0 ? tenant + "|" + id : yamlName + "/" + tenant + "|" + id;
  }

  /** The kind that {@link #key} made the key of. */
  public static EntityKind ofKey(String key) {
    int slash = key.indexOf('/');
    return slash < 0 || slash > key.indexOf('|') ? CUSTOMER : ofName(key.substring(0, slash));
  }

  /** The built-in kinds first, in their order, then the declared ones by name. */
  @Override
  public int compareTo(EntityKind other) {
    return code == other.code
        ? yamlName.compareTo(other.yamlName)
        : Integer.compare(code, other.code);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof EntityKind that && yamlName.equals(that.yamlName));
  }

  @Override
  public int hashCode() {
    return yamlName.hashCode();
  }

  @Override
  public String toString() {
    return yamlName;
  }
}
