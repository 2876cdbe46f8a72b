package io.atomstreams.operators.contract;

import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.Intake;
import java.util.HashMap;
import java.util.Map;

/** The histories of all customers in plain memory: what a job does, for programs that are none. */
public final class CustomerHistories {

  private final HistoryContract contract;
  private final Map<String, CustomerHistory> byRoute = new HashMap<>();

  public CustomerHistories(HistoryContract contract) {
    this.contract = contract;
  }

  /** The record as the rules leave it: as it was, repaired, or refused. */
  public Intake judged(Intake intake) {
    if (intake.isRefused() || !contract.asks(intake.event().type())) {
      return intake;
    }
    CustomerHistory history =
        intake.hasEntity()
            ? byRoute.computeIfAbsent(intake.route(), route -> contract.begin())
            : contract.begin();
    Decoded decoded = contract.judge(history, intake.event());
    return intake.judged(decoded);
  }
}
