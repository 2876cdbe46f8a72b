package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.contract.ConditionRule;
import io.atomstreams.operators.contract.ContractRule;
import io.atomstreams.operators.contract.FieldContract;
import io.atomstreams.operators.contract.FreshnessRule;
import io.atomstreams.operators.contract.GrowthRule;
import io.atomstreams.operators.contract.HistoryRule;
import io.atomstreams.operators.contract.ImputedNumber;
import io.atomstreams.operators.contract.ImputedText;
import io.atomstreams.operators.contract.NumberField;
import io.atomstreams.operators.contract.NumberRule;
import io.atomstreams.operators.contract.TextField;
import io.atomstreams.operators.contract.TextRule;
import io.atomstreams.operators.contract.UsualRange;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.expression.EventCondition;
import io.atomstreams.operators.expression.EventNumber;
import io.atomstreams.operators.privacy.PersonalField;
import io.atomstreams.operators.privacy.Privacy;
import io.atomstreams.pipelines.config.Section;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the rules about the events' fields. */
final class ContractSection {

  private static final Map<String, Enum<?>> FIELDS = fields();
  private static final int MOST_CHARACTERS = 10_000;
  private static final int LATEST = 9;
  private static final int MOST_LATEST = 31;

  private final List<ContractRule> ofEvents = new ArrayList<>();
  private final List<HistoryRule> ofHistories = new ArrayList<>();

  /** What an event is given that breaks a rule about a text. */
  private enum ForText {
    REJECT,
    CONSTANT,
    LAST
  }

  /** What an event is given that breaks a rule about a number. */
  private enum ForNumber {
    REJECT,
    CLAMP,
    CONSTANT,
    LAST,
    MEDIAN
  }

  /** What an event is given that has a number beyond what is usual for its customer. */
  private enum ForUsual {
    REJECT,
    WINSORISE
  }

  /** What an event is given that breaks a rule that knows no other value. */
  private enum ForOthers {
    REJECT
  }

  private ContractSection() {}

  /** The rules; none if there is no such section. */
  static Contract read(Section root) {
    ContractSection rules = new ContractSection();
    List<Section> entries = root.sections("contract");
    for (int i = 0; i < entries.size(); i++) {
      try {
        rules.add(entries.get(i));
      } catch (IllegalArgumentException e) {
        root.problem("contract[" + i + "]", "cannot be: " + e.getMessage());
      }
    }
    return rules.haveNamesOfTheirOwn(root) ? rules.contract() : Contract.NONE;
  }

  private boolean haveNamesOfTheirOwn(Section root) {
    List<String> all = new ArrayList<>(ofEvents.stream().map(ContractRule::name).toList());
    all.addAll(ofHistories.stream().map(HistoryRule::name).toList());
    Set<String> names = new HashSet<>();
    all.removeIf(names::add);
    all.forEach(name -> root.problem("contract", "cannot be: two rules are called " + name));
    return all.isEmpty();
  }

  private Contract contract() {
    return new Contract(
        ofEvents.isEmpty() ? Optional.empty() : Optional.of(new FieldContract(ofEvents)),
        ofHistories);
  }

  /** Rules that remember stand behind the source, where named fields are hidden already. */
  static void check(Section root, Contract contract, Privacy.Options privacy) {
    for (HistoryRule rule : contract.history()) {
      if (rule instanceof ImputedText imputed
          && privacy.pseudonymise().stream().anyMatch(hidden -> isThe(imputed.rule(), hidden))
          && !imputed.rule().allowed().asksPresenceOnly()) {
        root.problem(
            "contract",
            "has rule %s, which would see pseudonyms: %s is in privacy.pseudonymise, and what is repaired with the last is judged behind the source; let it ask nothing but required, or repair otherwise"
                .formatted(rule.name(), imputed.rule().field().wireName()));
      }
    }
  }

  private static boolean isThe(TextRule rule, PersonalField hidden) {
    return hidden.wireName().equals(rule.field().wireName());
  }

  private void add(Section entry) {
    if (entry.has("check")) {
      ofEvents.add(condition(entry));
    } else if (entry.has("freshness")) {
      ofEvents.add(freshness(entry));
    } else if (entry.has("monotone")) {
      ofHistories.add(growth(entry));
    } else {
      addField(entry, entry.choice("field", FIELDS));
    }
  }

  private void addField(Section entry, Enum<?> field) {
    if (field instanceof TextField text) {
      addText(entry, text);
    } else {
      addNumber(entry, (NumberField) field);
    }
  }

  private static ContractRule condition(Section entry) {
    String name = refusing(entry);
    return new ConditionRule(name, anyOn(entry), new EventCondition(entry.string("check")));
  }

  private static ContractRule freshness(Section entry) {
    return new FreshnessRule(refusing(entry), anyOn(entry), entry.duration("freshness"));
  }

  private static HistoryRule growth(Section entry) {
    String name = refusing(entry);
    if (!entry.bool("monotone")) {
      entry.problem("monotone", "is false; leave the rule out instead");
    }
    return new GrowthRule(name, anyOn(entry), new EventNumber(entry.string("value")));
  }

  /** The name of a rule that can only refuse. */
  private static String refusing(Section entry) {
    entry.oneOf("otherwise", ForOthers.class);
    return entry.string("name");
  }

  private static Set<EventType> anyOn(Section entry) {
    return entry.has("on") ? ScoringConfig.eventTypes(entry) : EnumSet.allOf(EventType.class);
  }

  private void addText(Section entry, TextField field) {
    String name = entry.string("name");
    Set<EventType> on = on(entry, field.wireName(), field.types());
    ForText otherwise = entry.oneOf("otherwise", ForText.class);
    String constant =
        switch (otherwise) {
          case REJECT -> null;
          case CONSTANT -> entry.string("constant");
          case LAST -> entry.optionalString("constant").orElse(null);
        };
    TextRule.Allowed allowed =
        TextRule.Allowed.of(
            entry.bool("required", false),
            Set.copyOf(entry.strings("in", List.of())),
            entry.optionalString("matches"),
            entry.integer("maxLength", 0, 1, MOST_CHARACTERS));
    TextRule rule = new TextRule(name, on, field, allowed, constant);
    if (otherwise == ForText.LAST) {
      ofHistories.add(new ImputedText(rule));
    } else {
      ofEvents.add(rule);
    }
  }

  private void addNumber(Section entry, NumberField field) {
    String name = entry.string("name");
    Set<EventType> on = on(entry, field.wireName(), field.types());
    if (entry.has("lowPercent") || entry.has("highPercent")) {
      ofHistories.add(usual(entry, name, on, field));
      return;
    }
    ForNumber otherwise = entry.oneOf("otherwise", ForNumber.class);
    NumberRule rule = new NumberRule(name, on, field, range(entry, field), repair(entry, field));
    switch (otherwise) {
      case LAST -> ofHistories.add(new ImputedNumber(rule, 1));
      case MEDIAN ->
          ofHistories.add(new ImputedNumber(rule, entry.integer("latest", LATEST, 2, MOST_LATEST)));
      default -> ofEvents.add(rule);
    }
  }

  private static NumberRule.Range range(Section entry, NumberField field) {
    return new NumberRule.Range(
        entry.bool("required", false),
        entry.longInteger("min", 0, 0, field.most()),
        entry.longInteger("max", field.most(), 0, field.most()));
  }

  /** What is done; of repairs that remember, what is done while nothing is known. */
  private static NumberRule.Repair repair(Section entry, NumberField field) {
    return switch (entry.oneOf("otherwise", ForNumber.class)) {
      case REJECT -> new NumberRule.Repair.None();
      case CLAMP -> new NumberRule.Repair.Clamp();
      case CONSTANT -> constant(entry, field);
      case LAST, MEDIAN ->
          entry.has("constant") ? constant(entry, field) : new NumberRule.Repair.None();
    };
  }

  private static NumberRule.Repair constant(Section entry, NumberField field) {
    return new NumberRule.Repair.Constant(entry.longInteger("constant", 0, field.most()));
  }

  private static UsualRange usual(
      Section entry, String name, Set<EventType> on, NumberField field) {
    UsualRange.Bounds bounds =
        new UsualRange.Bounds(
            entry.integer("lowPercent", 0, 1, 99),
            entry.integer("highPercent", 100, 1, 99),
            entry.integer("times", 1, 1, 1_000),
            entry.integer("minimum", 20, 2, 256));
    ForUsual otherwise = entry.oneOf("otherwise", ForUsual.class);
    return new UsualRange(name, on, field, bounds, otherwise == ForUsual.WINSORISE);
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
