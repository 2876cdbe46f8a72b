package io.atomstreams.operators.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alibaba.fastjson2.JSON;
import com.dslplatform.json.DslJson;
import com.dslplatform.json.runtime.Settings;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Which reader of JSON is the cheapest for one order of 263 bytes, as {@code atom bench} writes
 * them? {@link #plain} is ours, {@link #jacksonStreaming} ours on Jackson's streaming parser; both
 * give an event, with its type known and its required fields there. The others bind to plain
 * fields, which is less: nothing is required, no type is looked up, numbers out of range and text
 * behind the record are each library's own affair. {@link #dslJson} binds by reflection, as code
 * made by its annotation processor would not.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

  private static final int BYTES = 263;
  private static final String ORDER =
      """
      {"tenant":"bench","eventId":"e1234567","type":"order_placed","schemaVersion":1,\
      "ts":1767225600000,"customerId":"c123456","orderId":"o1234567","currency":"EUR",\
      "lines":[{"sku":"s1234","qty":2,"unitPrice":1999}],"device":"DEVICE","channel":"web"}""";

  /** An order, for the libraries that bind. */
  public static final class BoundOrder {
    public String tenant;
    public String eventId;
    public String type;
    public long schemaVersion;
    public long ts;
    public String customerId;
    public String orderId;
    public String currency;
    public List<BoundLine> lines;
    public long amount = SalesEvent.NO_AMOUNT;
    public String payment;
    public String shipTo;
    public String device;
    public String channel;
  }

  /** A line of it. */
  public static final class BoundLine {
    public String sku;
    public int qty;
    public long unitPrice;
    public long unitCost = -1;
    public long discount;
  }

  private final byte[] order = order();
  private final EventDecoder decoder = new EventDecoder();
  private final ObjectReader blackbird =
      JsonMapper.builder()
          .addModule(new BlackbirdModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readerFor(BoundOrder.class);
  private final DslJson<Object> dslJson = new DslJson<>(Settings.withRuntime());

  private static byte[] order() {
    int missing = BYTES - ORDER.getBytes(UTF_8).length + "DEVICE".length();
    return ORDER.replace("DEVICE", "x".repeat(missing)).getBytes(UTF_8);
  }

  /** All read the same, or nothing is measured. */
  @Setup
  public void compare() throws IOException {
    Decoded expected = EventDecoder.decodeAnyJson(EventType.Stream.SALES, order);
    if (order.length != BYTES
        || !(expected instanceof Decoded.Accepted accepted)
        || !plain().equals(expected)) {
      throw new IllegalStateException("not a plain order of " + BYTES + " bytes: " + expected);
    }
    SalesEvent sale = (SalesEvent) accepted.event();
    for (BoundOrder bound : List.of(jacksonBlackbird(), fastjson2(), dslJson())) {
      BoundLine line = bound.lines.get(0);
      boolean same =
          bound.tenant.equals(sale.tenant())
              && bound.eventId.equals(sale.eventId())
              && bound.type.equals(sale.type().wireName())
              && bound.schemaVersion == sale.schemaVersion()
              && bound.ts == sale.ts()
              && bound.customerId.equals(sale.customerId())
              && bound.orderId.equals(sale.orderId())
              && bound.currency.equals(sale.currency())
              && bound.device.equals(sale.device())
              && bound.channel.equals(sale.channel())
              && line.sku.equals(sale.lines().get(0).sku())
              && line.qty == sale.lines().get(0).qty()
              && line.unitPrice == sale.lines().get(0).unitPrice();
      if (!same) {
        throw new IllegalStateException("a library read another order than " + sale);
      }
    }
  }

  @Benchmark
  public Decoded plain() {
    return decoder.decode(EventType.Stream.SALES, order);
  }

  @Benchmark
  public Event jacksonStreaming() throws IOException {
    return JsonEventReader.read(EventType.Stream.SALES, order);
  }

  @Benchmark
  public BoundOrder jacksonBlackbird() throws IOException {
    return blackbird.readValue(order);
  }

  @Benchmark
  public BoundOrder fastjson2() {
    return JSON.parseObject(order, BoundOrder.class);
  }

  @Benchmark
  public BoundOrder dslJson() throws IOException {
    return dslJson.deserialize(BoundOrder.class, order, order.length);
  }
}
