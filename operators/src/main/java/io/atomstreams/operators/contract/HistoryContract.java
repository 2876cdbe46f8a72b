package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.RejectionReason;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The declared rules that look at a customer's earlier events, in their order; each sees what the
 * ones before it have repaired. A function of (history, event) and nothing else.
 *
 * <pre>
 *   every rule judges, none learns     violated and not repaired → refused, the history is as it was
 *   what repairs have made is no event                           → refused, the history is as it was
 *   every rule learns from the event as it came to it            → accepted
 * </pre>
 *
 * <p>A customer's events of one topic lie in one partition, those of two are interleaved as it
 * happens. So each topic has memories of its own: then the answer is a fact of the data, the same
 * in every run. A memory that has learnt nothing for a given time is as good as none: whether it
 * was removed meanwhile changes no answer.
 */
public final class HistoryContract implements Serializable {

  private static final long serialVersionUID = 1;

  private final List<HistoryRule> rules;
  private final HistoryLayout layout;
  private final long forgetAfter;

  private transient EnumMap<EventType, List<Asked>> byType;
  private transient List<LongAdder> repairs;

  /** A rule about events of a type, and where its memory of their topic lies. */
  private record Asked(HistoryRule rule, int slot, LongAdder repairs) {}

  /**
   * Of these rules, whose names differ.
   *
   * @param forgetAfter how long after the last event that was learnt from a memory counts, event
   *     time
   */
  public HistoryContract(List<HistoryRule> rules, Duration forgetAfter) {
    this.rules = List.copyOf(rules);
    this.forgetAfter = forgetAfter.toMillis();
    List<HistoryLayout.Slot> slots = new ArrayList<>();
    for (HistoryRule rule : rules) {
      for (EventType.Stream stream : EventType.Stream.values()) {
        if (rule.on().stream().anyMatch(type -> type.stream() == stream)) {
          slots.add(new HistoryLayout.Slot(rule.name(), stream, rule.form()));
        }
      }
    }
    this.layout = new HistoryLayout(slots);
    index();
  }

  private void readObject(java.io.ObjectInputStream in)
      throws java.io.IOException, ClassNotFoundException {
    in.defaultReadObject();
    index();
  }

  private void index() {
    repairs = rules.stream().map(rule -> new LongAdder()).toList();
    byType = new EnumMap<>(EventType.class);
    for (EventType type : EventType.values()) {
      List<Asked> asked = new ArrayList<>();
      for (int i = 0; i < rules.size(); i++) {
        HistoryRule rule = rules.get(i);
        if (rule.on().contains(type)) {
          HistoryLayout.Slot slot = new HistoryLayout.Slot(rule.name(), type.stream(), rule.form());
          asked.add(new Asked(rule, layout.slots().indexOf(slot), repairs.get(i)));
        }
      }
      byType.put(type, List.copyOf(asked));
    }
  }

  public List<HistoryRule> rules() {
    return rules;
  }

  public HistoryLayout layout() {
    return layout;
  }

  /** Whether any rule is about events of this type. */
  public boolean asks(EventType type) {
    return !byType.get(type).isEmpty();
  }

  /** How often the rule has repaired an event in this process; any thread may ask. */
  public long repairs(String rule) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).name().equals(rule)) {
        return repairs.get(i).sum();
      }
    }
    return 0;
  }

  /** The history of a customer of whom nothing is known. */
  public CustomerHistory begin() {
    return new CustomerHistory(layout);
  }

  /** The last instant at which the history matters, ms. */
  public long expiry(CustomerHistory history) {
    return history.clock() + forgetAfter;
  }

  /**
   * Judges an event, and learns from it if it is accepted.
   *
   * @param history of the event's customer under this contract's layout; a fresh one where nothing
   *     is known, or nobody
   * @return the event, perhaps repaired, or why it is refused
   */
  public Decoded judge(CustomerHistory history, Event event) {
    List<Asked> asked = byType.get(event.type());
    Memory[] memories = new Memory[asked.size()];
    Event[] seen = new Event[asked.size()];
    Event current = event;
    for (int i = 0; i < memories.length; i++) {
      HistoryRule rule = asked.get(i).rule();
      memories[i] = recalled(history, asked.get(i), event.ts());
      seen[i] = current;
      String violation = rule.violation(current, memories[i]);
      Event repaired = violation == null ? current : rule.repaired(current, memories[i]);
      if (repaired == null) {
        return refused("rule " + rule.name() + ": " + violation + why(rule));
      }
      current = violation == null ? current : repaired.repairedBy(rule.name());
    }
    Optional<Decoded.Rejected> broken =
        current == event ? Optional.empty() : EventContract.checkValues(current);
    if (broken.isPresent()) {
      return refused("after the repairs " + broken.get().outline());
    }
    for (int i = 0; i < memories.length; i++) {
      asked.get(i).rule().learn(seen[i], memories[i]);
      history.set(asked.get(i).slot(), memories[i]);
      count(asked.get(i), current);
    }
    return new Decoded.Accepted(current);
  }

  private Memory recalled(CustomerHistory history, Asked asked, long ts) {
    Memory kept = history.get(asked.slot());
    return kept == null || ts > kept.clock() + forgetAfter ? asked.rule().form().create() : kept;
  }

  private static String why(HistoryRule rule) {
    return rule.repairs() ? "; nothing to repair it with is known of the customer" : "";
  }

  private static Decoded refused(String detail) {
    return Decoded.Rejected.unquoted(RejectionReason.CONTRACT, detail);
  }

  private static void count(Asked asked, Event event) {
    if (event.repaired().contains(asked.rule().name())) {
      asked.repairs().increment();
    }
  }
}
