package io.atomstreams.pipelines.training;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.SourcePosition;
import java.util.List;

/** Records of a feature log made by hand. */
public final class LogRecords {

  /** The list whose vectors are wanted. */
  public static final String LIST = "0123456789abcdef";

  private LogRecords() {}

  /** A scored order that arrived in order. */
  public static FeatureRecord order(String customer, long ts, int offset, float... vector) {
    return record(customer, "order_placed", ts, ts, Outcome.SCORED, LIST, offset, vector);
  }

  /** A page view, which is not scored. */
  public static FeatureRecord view(String customer, long ts, int offset) {
    return record(customer, "page_view", ts, ts, Outcome.UPDATED, "", offset);
  }

  /** Any record. */
  public static FeatureRecord record(
      String customer,
      String type,
      long ts,
      long asOf,
      Outcome outcome,
      String listHash,
      int offset,
      float... vector) {
    return new FeatureRecord(
        "acme",
        "e" + offset,
        type,
        ts,
        outcome,
        List.of(new Touch("acme|" + customer, offset + 1)),
        asOf,
        listHash,
        vector,
        new SourcePosition("sales-events", 0, offset),
        0);
  }
}
