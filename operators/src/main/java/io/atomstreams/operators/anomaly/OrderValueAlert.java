package io.atomstreams.operators.anomaly;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import java.util.List;
import java.util.Locale;

/** Turns the finding that an order is far outside its customer's history into an alert. */
public final class OrderValueAlert {

  public static final String RULE = "order_value_outlier";

  private OrderValueAlert() {}

  /** The alert; money in its numbers is in minor units of the order's currency. */
  public static Alert of(
      SalesEvent order,
      RobustOutlier.Finding finding,
      String entity,
      long sequence,
      SourcePosition source,
      long readAtMicros) {
    String message =
        String.format(
            Locale.ROOT,
            "order %s of %.2f %s: %.1f robust deviations above the customer's median of %.2f"
                + " over %d orders",
            order.orderId(),
            finding.value() / 100.0,
            order.currency(),
            finding.score(),
            finding.median() / 100.0,
            finding.history());
    return new Alert(
        RecordId.of("alert", order.tenant(), RULE, source),
        order.tenant(),
        entity,
        RULE,
        finding.critical() ? Alert.Severity.CRITICAL : Alert.Severity.WARNING,
        message,
        List.of(
            new Alert.Reason("order_value", finding.value()),
            new Alert.Reason("median", finding.median()),
            new Alert.Reason("spread", finding.spread()),
            new Alert.Reason("robust_z", finding.score()),
            new Alert.Reason("history_orders", finding.history())),
        sequence,
        order.ts(),
        source,
        readAtMicros);
  }
}
