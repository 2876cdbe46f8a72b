package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hosts the entities beside the customer: each accepted event that calls on one is counted there,
 * and the answer goes back to the event's record. One state access a visit.
 */
public final class VisitOperator extends EntityOperator<EntityVisit, EntityVisit.Answer> {

  private static final long serialVersionUID = 1;

  private transient TimestampedCollector<EntityVisit.Answer> out;

  /**
   * The stage of products, devices, sessions.
   *
   * @param additions what joined the declared features
   * @param bufferBytes as for {@link EntityOperator}
   */
  public VisitOperator(EntityStages declared, FeatureAddition.Log additions, long bufferBytes) {
    super(declared, declared.others().keySet(), additions, bufferBytes);
  }

  @Override
  public void open() throws Exception {
    super.open();
    out = new TimestampedCollector<>(output);
    new AtomMetrics(getMetricGroup())
        .count(AtomMetric.EXPRESSION_FAILURES, this::expressionFailures);
  }

  @Override
  public void processElement1(StreamRecord<EntityVisit> element) throws Exception {
    EntityVisit visit = element.getValue();
    know(visit.generation());
    EntityStore store = store(visit.kind());
    String key = visit.key();
    PackedEntity found = store.find(key);
    int columns = stages().columns(visit.kind(), visit.generation());
    EntityState state = store.stage().applyAccepted(store.open(found), visit.event(), columns);
    out.setTimestamp(element);
    out.collect(visit.answer(store.stage(), state, standing(key).ready()));
    store.keep(key, state, found);
  }
}
