package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventRules;
import io.atomstreams.operators.validation.RejectionReason;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * The declared rules in their order. Each sees what the ones before it have repaired; the first
 * violation that is not repaired refuses the event, as {@link RejectionReason#CONTRACT} with the
 * rule's name and the class of the value, never the value. A repaired event names the rules that
 * have; how often each has is counted in this process.
 */
public final class FieldContract implements EventRules, Serializable {

  private static final long serialVersionUID = 1;

  private final List<ContractRule> rules;

  private transient EnumMap<EventType, List<Counted>> byType;
  private transient List<Counted> counted;

  /** A rule and how often it has repaired. */
  private record Counted(ContractRule rule, LongAdder repairs) {}

  /**
   * Of these rules.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public FieldContract(List<ContractRule> rules) {
    this.rules = List.copyOf(rules);
    Set<String> names = new HashSet<>();
    for (ContractRule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("two rules are called " + rule.name());
      }
    }
    index();
  }

  private void readObject(java.io.ObjectInputStream in)
      throws java.io.IOException, ClassNotFoundException {
    in.defaultReadObject();
    index();
  }

  private void index() {
    counted = rules.stream().map(rule -> new Counted(rule, new LongAdder())).toList();
    byType = new EnumMap<>(EventType.class);
    for (EventType type : EventType.values()) {
      byType.put(type, counted.stream().filter(entry -> entry.rule().on().contains(type)).toList());
    }
  }

  public List<ContractRule> rules() {
    return rules;
  }

  /** How often the rule has repaired an event in this process; any thread may ask. */
  public long repairs(String rule) {
    return counted.stream()
        .filter(entry -> entry.rule().name().equals(rule))
        .mapToLong(entry -> entry.repairs().sum())
        .sum();
  }

  @Override
  public Decoded judge(Decoded.Accepted accepted, long takenAt) {
    Event event = accepted.event();
    List<Counted> asked = byType.get(event.type());
    for (int i = 0; i < asked.size(); i++) {
      ContractRule rule = asked.get(i).rule();
      String violation = rule.violation(event, takenAt);
      if (violation != null && !rule.repairs()) {
        return Decoded.Rejected.unquoted(
            RejectionReason.CONTRACT, "rule " + rule.name() + ": " + violation);
      }
      if (violation != null) {
        event = rule.repaired(event).repairedBy(rule.name());
        asked.get(i).repairs().increment();
      }
    }
    return event == accepted.event() ? accepted : new Decoded.Accepted(event);
  }
}
