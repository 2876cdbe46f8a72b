package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.validation.Intake;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Records on their way from the source to their entity.
 *
 * <pre>
 *   version   1 byte    unaligned checkpoints keep records in flight, without a serializer's snapshot
 *   ascii     1 byte    whether all texts are
 *   size      4 bytes
 *   packed    size      source, read at, raw, route, key, then a refusal or an event
 * </pre>
 *
 * <p>What is said twice is sent once: a key that ends the route (is the whole route or the customer
 * id) as its length; tenant and customer id, where {@code tenant|customer id} is the route and
 * ASCII, as the tenant's length.
 *
 * <p>Packs in buffers of its own, so an instance belongs to one thread: see {@link #duplicate}.
 */
final class IntakeCodec extends RecordCodec<Intake> {

  static final String ID = "intake";

  private static final int VERSION = 3;
  private static final int NO_KEY = 0;
  private static final int OWN_KEY = 1;
  private static final int END_OF_ROUTE = 2;
  private static final int REFUSED = 0;
  private static final int OWN_ROUTE = 0;
  private static final long serialVersionUID = 2;

  private final transient PackedOutput packed = new PackedOutput();
  private final transient PackedInput input = new PackedInput();

  IntakeCodec() {
    super(ID);
  }

  /** Comes out of a job's description with buffers of its own. */
  private Object readResolve() {
    return new IntakeCodec();
  }

  @Override
  public StateCodec<Intake> duplicate() {
    return new IntakeCodec();
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public void write(Intake intake, DataOutput out) throws IOException {
    packed.clear();
    pack(intake);
    out.writeByte(VERSION);
    out.writeBoolean(packed.isAscii());
    out.writeInt(packed.size());
    packed.writeTo(out);
  }

  private void pack(Intake intake) {
    SourcePosition source = intake.source();
    packed.putText(source.topic());
    packed.putUnsigned(source.partition());
    packed.putUnsigned(source.offset());
    packed.putLong(intake.readAtMicros());
    packed.putBytes(intake.raw());
    packed.putText(intake.route());
    int routeEnd = packed.size();
    packKey(intake);
    if (intake.isRefused()) {
      packed.putByte(REFUSED);
      packed.putText(intake.reason());
      packed.putText(intake.detail());
    } else {
      packed.putByte(intake.event().type().code());
      packOwner(intake, routeEnd);
      EventFields.write(packed, intake.event());
    }
  }

  private void packKey(Intake intake) {
    byte[] key = intake.key();
    if (key == null) {
      packed.putByte(NO_KEY);
    } else if (packed.endsWith(packed.size() - intake.route().length(), key)) {
      packed.putUnsigned(END_OF_ROUTE + (long) key.length);
    } else {
      packed.putByte(OWN_KEY);
      packed.putBytes(key);
    }
  }

  private void packOwner(Intake intake, int routeEnd) {
    Event event = intake.event();
    int route = routeEnd - intake.route().length();
    if (isRoute(event.tenant(), event.customerId(), route, routeEnd)) {
      packed.putUnsigned(event.tenant().length() + 1L);
    } else {
      packed.putByte(OWN_ROUTE);
      packed.putText(event.tenant());
      packed.putText(event.customerId());
    }
  }

  /** Whether {@code tenant|customer id} is what was packed as the route. */
  private boolean isRoute(String tenant, String customerId, int route, int routeEnd) {
    if (customerId == null) {
      return false;
    }
    int bar = route + tenant.length();
    int customer = bar + 1;
    return customer + customerId.length() == routeEnd
        && packed.holds(bar, "|")
        && packed.holds(route, tenant)
        && packed.holds(customer, customerId);
  }

  @Override
  public Intake read(DataInput in, int version) throws IOException {
    int written = in.readByte();
    if (written != VERSION) {
      throw new IOException(
          "a record in flight was written in version %d of '%s', this release reads version %d; restore from a savepoint, which has none in flight"
              .formatted(written, ID, VERSION));
    }
    boolean ascii = in.readBoolean();
    input.load(in, in.readInt(), ascii);
    Intake intake = unpack();
    if (input.left() != 0) {
      throw new IOException(
          "a record in flight is damaged: %d bytes are left of '%s'".formatted(input.left(), ID));
    }
    return intake;
  }

  private Intake unpack() throws IOException {
    SourcePosition source =
        new SourcePosition(input.readLabel(), (int) input.readUnsigned(), input.readUnsigned());
    long readAt = input.readLong();
    byte[] raw = input.readBytes();
    String route = input.readText();
    int routeEnd = input.position();
    byte[] key = unpackKey(routeEnd);
    int code = input.readByte();
    if (code == REFUSED) {
      String reason = input.readLabel();
      return new Intake(source, route, key, raw, null, reason, input.readText(), readAt);
    }
    Event event = unpackEvent(code, routeEnd - route.length(), routeEnd);
    return new Intake(source, route, key, raw, event, null, null, readAt);
  }

  private byte[] unpackKey(int routeEnd) {
    int kind = (int) input.readUnsigned();
    return switch (kind) {
      case NO_KEY -> null;
      case OWN_KEY -> input.readBytes();
      default -> input.bytes(routeEnd - (kind - END_OF_ROUTE), routeEnd);
    };
  }

  private Event unpackEvent(int code, int route, int routeEnd) throws IOException {
    EventType type =
        EventType.ofCode(code).orElseThrow(() -> new IOException("no event type has code " + code));
    int owner = (int) input.readUnsigned();
    if (owner == OWN_ROUTE) {
      String tenant = input.readLabel();
      return EventFields.read(input, type, tenant, input.readText());
    }
    int bar = route + owner - 1;
    return EventFields.read(input, type, input.label(route, bar), input.text(bar + 1, routeEnd));
  }
}
