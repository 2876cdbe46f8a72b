package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.contract.FieldContract;
import io.atomstreams.operators.contract.HistoryContract;
import io.atomstreams.operators.contract.HistoryRule;
import io.atomstreams.operators.feature.EntityStage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What must hold of the events' fields, beyond what holds for all.
 *
 * @param fields rules that look at one event, judged in the source; empty: none
 * @param history rules that also look at the customer's earlier events, judged behind it
 */
public record Contract(Optional<FieldContract> fields, List<HistoryRule> history) {

  /** Asks nothing. */
  static final Contract NONE = new Contract(Optional.empty(), List.of());

  public Contract {
    history = List.copyOf(history);
  }

  /**
   * The rules that remember, empty if there are none. They forget a customer when the features do:
   * so a customer whose features begin anew is judged anew, in a replay too, which may know nothing
   * from before.
   *
   * @param customer the stage of the customers' features
   */
  public Optional<HistoryContract> remembering(EntityStage customer) {
    return history.isEmpty()
        ? Optional.empty()
        : Optional.of(new HistoryContract(history, Duration.ofMillis(customer.reach())));
  }
}
