package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Events on their way to the entities beside their customer. Never in state: no checkpoint keeps
 * one in flight.
 *
 * <p>Packs in buffers of its own, so an instance belongs to one thread: see {@link #duplicate}.
 */
final class VisitCodec extends RecordCodec<EntityVisit> {

  static final String ID = "visit";

  private static final long serialVersionUID = 1;

  private final transient PackedOutput packed = new PackedOutput();
  private final transient PackedInput input = new PackedInput();

  VisitCodec() {
    super(ID);
  }

  /** Comes out of a job's description with buffers of its own. */
  private Object readResolve() {
    return new VisitCodec();
  }

  @Override
  public StateCodec<EntityVisit> duplicate() {
    return new VisitCodec();
  }

  @Override
  public void write(EntityVisit visit, DataOutput out) throws IOException {
    packed.clear();
    packed.putText(visit.home());
    packed.putText(visit.source().topic());
    packed.putUnsigned(visit.source().partition());
    packed.putUnsigned(visit.source().offset());
    packed.putUnsigned(visit.place());
    putKind(visit.kind());
    packed.putText(visit.id());
    packed.putByte(visit.read() ? 1 : 0);
    packed.putUnsigned(visit.generation());
    Event event = visit.event();
    packed.putByte(event.type().code());
    packed.putText(event.tenant());
    packed.putText(event.customerId());
    EventFields.write(packed, event);
    out.writeBoolean(packed.isAscii());
    out.writeInt(packed.size());
    packed.writeTo(out);
  }

  @Override
  public EntityVisit read(DataInput in, int version) throws IOException {
    boolean ascii = in.readBoolean();
    input.load(in, in.readInt(), ascii);
    String home = input.readText();
    SourcePosition source =
        new SourcePosition(input.readLabel(), (int) input.readUnsigned(), input.readUnsigned());
    int place = (int) input.readUnsigned();
    EntityKind kind = kind();
    String id = input.readText();
    boolean read = input.readByte() == 1;
    int generation = (int) input.readUnsigned();
    return new EntityVisit(home, source, place, kind, id, event(), read, generation);
  }

  private void putKind(EntityKind kind) {
    packed.putByte(kind.code());
    if (kind.code() == EntityKind.DECLARED) {
      packed.putText(kind.yamlName());
    }
  }

  private EntityKind kind() {
    int code = input.readByte();
    return code == EntityKind.DECLARED
        ? EntityKind.ofName(input.readLabel())
        : EntityKind.ofCode(code);
  }

  private Event event() throws IOException {
    int code = input.readByte();
    EventType type =
        EventType.ofCode(code).orElseThrow(() -> new IOException("no event type has code " + code));
    return EventFields.read(input, type, input.readLabel(), input.readText());
  }
}
