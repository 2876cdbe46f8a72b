package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.expression.ExpressionIds;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.pipelines.config.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads which kinds of entities features may be of: the built-in ones and those declared. */
final class EntitiesSection {

  private EntitiesSection() {}

  /** By name, the built-in kinds first. */
  static Map<String, EntityKind> read(Section features) {
    Map<String, EntityKind> kinds = new LinkedHashMap<>();
    EntityKind.BUILT_IN.forEach(kind -> kinds.put(kind.yamlName(), kind));
    for (Section entry : features.sections("entities")) {
      String name = entry.string("name");
      String key = entry.string("key");
      try {
        EntityKind kind = EntityKind.declared(name, ids(entry, key));
        if (kinds.put(name, kind) != null) {
          entry.problem("name", "is '" + name + "', which stands twice");
        }
      } catch (IllegalArgumentException e) {
        entry.problem("name", "is " + e.getMessage());
      }
    }
    return kinds;
  }

  /** Of an expression that is refused, nothing: the file is refused with it. */
  private static ExpressionIds ids(Section entry, String key) {
    try {
      return new ExpressionIds(key);
    } catch (IllegalArgumentException e) {
      entry.problem("key", "is " + e.getMessage());
      return new ExpressionIds("''");
    }
  }
}
