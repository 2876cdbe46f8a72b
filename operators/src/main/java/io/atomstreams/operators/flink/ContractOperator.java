package io.atomstreams.operators.flink;

import io.atomstreams.operators.contract.CustomerHistory;
import io.atomstreams.operators.contract.HistoryCodec;
import io.atomstreams.operators.contract.HistoryContract;
import io.atomstreams.operators.contract.HistoryRule;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.flink.state.CodecSerializer;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.Intake;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hosts what rules keep of each customer: passes events on as the rules leave them, or refused,
 * under the same key. One access to the state for an event that a rule is about, none for others.
 * Of an event without a customer nothing is known and nothing is kept.
 *
 * <p>An event-time timer removes a history when it is as good as none; see {@link HistoryContract}.
 */
public final class ContractOperator extends AbstractStreamOperator<Intake>
    implements OneInputStreamOperator<Intake, Intake>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final HistoryContract contract;
  private final HistoryCodec codec;

  // Runtime.
  private transient ValueState<CustomerHistory> histories;
  private transient InternalTimerService<VoidNamespace> timers;

  public ContractOperator(HistoryContract contract) {
    this.contract = contract;
    this.codec = new HistoryCodec(contract.layout());
  }

  @Override
  public void open() throws Exception {
    super.open();
    histories =
        getPartitionedState(new ValueStateDescriptor<>("history", new CodecSerializer<>(codec)));
    timers = getInternalTimerService("expiry", VoidNamespaceSerializer.INSTANCE, this);
    AtomMetrics metrics = new AtomMetrics(getMetricGroup());
    for (HistoryRule rule : contract.rules()) {
      if (rule.repairs()) {
        metrics.count(AtomMetric.RULE_REPAIRS, () -> contract.repairs(rule.name()), rule.name());
      }
    }
  }

  @Override
  public void processElement(StreamRecord<Intake> element) throws Exception {
    Intake intake = element.getValue();
    boolean asks = !intake.isRefused() && contract.asks(intake.event().type());
    output.collect(asks ? element.replace(intake.judged(judged(intake))) : element);
  }

  private Decoded judged(Intake intake) throws IOException {
    if (!intake.hasEntity()) {
      return contract.judge(contract.begin(), intake.event());
    }
    CustomerHistory found = histories.value();
    CustomerHistory history = found == null ? contract.begin() : codec.adopt(found);
    Decoded decoded = contract.judge(history, intake.event());
    if (decoded instanceof Decoded.Accepted && !history.isEmpty()) {
      histories.update(history);
      if (found == null) {
        removeAfter(contract.expiry(history));
      }
    }
    return decoded;
  }

  private void removeAfter(long time) {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time + 1);
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    CustomerHistory history = histories.value();
    if (history == null) {
      return;
    }
    long expiry = contract.expiry(codec.adopt(history));
    if (expiry < timer.getTimestamp()) {
      histories.clear();
    } else {
      removeAfter(expiry);
    }
  }

  /** Never asked for. */
  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {}
}
