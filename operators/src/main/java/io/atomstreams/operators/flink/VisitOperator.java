package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.PackedEntity;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hosts the entities beside the customer: each accepted event that calls on one is counted there,
 * and the answer goes back to the event's record. One state access a visit.
 */
public final class VisitOperator extends EntityOperator<EntityVisit.Answer>
    implements OneInputStreamOperator<EntityVisit, EntityVisit.Answer> {

  private static final long serialVersionUID = 1;

  private transient TimestampedCollector<EntityVisit.Answer> out;

  /**
   * The stage of products, devices, sessions.
   *
   * @param bufferBytes as for {@link EntityOperator}
   */
  public VisitOperator(Map<EntityKind, EntityStage> stages, long bufferBytes) {
    super(stages, bufferBytes);
  }

  @Override
  public void open() throws Exception {
    super.open();
    out = new TimestampedCollector<>(output);
    MetricGroup group = getMetricGroup().addGroup("atom");
    group.gauge("expression_failures_total", (Gauge<Long>) this::expressionFailures);
  }

  @Override
  public void processElement(StreamRecord<EntityVisit> element) throws Exception {
    EntityVisit visit = element.getValue();
    EntityStore store = store(visit.kind());
    String key = visit.key();
    PackedEntity found = store.find(key);
    EntityState state = store.stage().applyAccepted(store.open(found), visit.event());
    out.setTimestamp(element);
    out.collect(visit.answer(store.stage(), state));
    store.keep(key, state, found);
  }
}
