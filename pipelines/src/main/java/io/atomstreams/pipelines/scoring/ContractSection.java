package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.contract.ConditionRule;
import io.atomstreams.operators.contract.ContractRule;
import io.atomstreams.operators.contract.FieldContract;
import io.atomstreams.operators.contract.NumberField;
import io.atomstreams.operators.contract.NumberRule;
import io.atomstreams.operators.contract.TextField;
import io.atomstreams.operators.contract.TextRule;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.expression.EventCondition;
import io.atomstreams.pipelines.config.Section;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the rules about the events' fields. */
final class ContractSection {

  private static final Map<String, Enum<?>> FIELDS = fields();
  private static final int MOST_CHARACTERS = 10_000;

  private ContractSection() {}

  /** What an event is given that breaks a rule about a text. */
  private enum ForText {
    REJECT,
    CONSTANT
  }

  /** What an event is given that breaks a rule about a number. */
  private enum ForNumber {
    REJECT,
    CLAMP,
    CONSTANT
  }

  /** What an event is given that breaks a check. */
  private enum ForCheck {
    REJECT
  }

  /** The rules, empty if there are none. */
  static Optional<FieldContract> read(Section root) {
    List<Section> entries = root.sections("contract");
    List<ContractRule> rules = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      try {
        rules.add(rule(entries.get(i)));
      } catch (IllegalArgumentException e) {
        root.problem("contract[" + i + "]", "cannot be: " + e.getMessage());
      }
    }
    try {
      return entries.isEmpty() ? Optional.empty() : Optional.of(new FieldContract(rules));
    } catch (IllegalArgumentException e) {
      root.problem("contract", "cannot be: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static ContractRule rule(Section entry) {
    if (entry.has("check")) {
      return condition(entry);
    }
    Enum<?> field = entry.choice("field", FIELDS);
    return field instanceof TextField text ? text(entry, text) : number(entry, (NumberField) field);
  }

  private static ContractRule condition(Section entry) {
    String name = entry.string("name");
    entry.oneOf("otherwise", ForCheck.class);
    Set<EventType> on =
        entry.has("on") ? ScoringConfig.eventTypes(entry) : EnumSet.allOf(EventType.class);
    return new ConditionRule(name, on, new EventCondition(entry.string("check")));
  }

  private static ContractRule text(Section entry, TextField field) {
    String name = entry.string("name");
    Set<EventType> on = on(entry, field.wireName(), field.types());
    String constant =
        entry.oneOf("otherwise", ForText.class) == ForText.CONSTANT
            ? entry.string("constant")
            : null;
    TextRule.Allowed allowed =
        TextRule.Allowed.of(
            entry.bool("required", false),
            Set.copyOf(entry.strings("in", List.of())),
            entry.optionalString("matches"),
            entry.integer("maxLength", 0, 1, MOST_CHARACTERS));
    return new TextRule(name, on, field, allowed, constant);
  }

  private static ContractRule number(Section entry, NumberField field) {
    String name = entry.string("name");
    Set<EventType> on = on(entry, field.wireName(), field.types());
    NumberRule.Repair repair =
        switch (entry.oneOf("otherwise", ForNumber.class)) {
          case REJECT -> new NumberRule.Repair.None();
          case CLAMP -> new NumberRule.Repair.Clamp();
          case CONSTANT ->
              new NumberRule.Repair.Constant(entry.longInteger("constant", 0, field.most()));
        };
    NumberRule.Range range =
        new NumberRule.Range(
            entry.bool("required", false),
            entry.longInteger("min", 0, 0, field.most()),
            entry.longInteger("max", field.most(), 0, field.most()));
    return new NumberRule(name, on, field, range, repair);
  }

  /** The types listed, which must have the field; without a list all that have it. */
  private static Set<EventType> on(Section entry, String field, Set<EventType> having) {
    if (!entry.has("on")) {
      return having;
    }
    Set<EventType> on = ScoringConfig.eventTypes(entry);
    for (EventType type : on) {
      if (!having.contains(type)) {
        entry.problem("on", "names " + type.wireName() + ", which has no " + field);
      }
    }
    return on;
  }

  private static Map<String, Enum<?>> fields() {
    Map<String, Enum<?>> fields = new LinkedHashMap<>();
    for (TextField field : TextField.values()) {
      fields.put(field.wireName(), field);
    }
    for (NumberField field : NumberField.values()) {
      fields.put(field.wireName(), field);
    }
    return fields;
  }
}
