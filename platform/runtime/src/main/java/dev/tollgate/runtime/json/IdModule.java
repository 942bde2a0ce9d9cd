package dev.tollgate.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids of any type as their text; another prefix than the type's is a fault. */
final class IdModule extends SimpleModule {
    IdModule() {
        super("ids");
        addSerializer(new ToText());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addDeserializers(new OfAnyType());
    }

    private static final class ToText extends StdSerializer<Id> {
        ToText() {
            super(Id.class);
        }

        @Override
        public void serialize(Id id, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(id.text());
        }
    }

    private static final class OfAnyType extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription bean) {
            var raw = type.getRawClass();
            return Id.class.isAssignableFrom(raw) && raw.isRecord() ? new FromText(raw) : null;
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return Id.class.isAssignableFrom(type) && type.isRecord();
        }
    }

    private static final class FromText extends FromStringDeserializer<Object> {
        private final String prefix;
        private final transient MethodHandle constructor;

        FromText(Class<?> type) {
            super(type);
            this.prefix = TypeId.prefix(type);
            this.constructor = constructor(type);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return super.deserialize(json, context);
        }

        @Override
        protected Object _deserialize(String text, DeserializationContext context) throws IOException {
            var uuid = TypeId.parse(prefix, text);
            if (uuid.isEmpty()) {
                return context.handleWeirdStringValue(handledType(), text, "not an id that starts with %s_", prefix);
            }
            try {
                return constructor.invoke(uuid.get());
            } catch (Throwable broken) {
                throw new IllegalStateException(handledType() + " cannot be made of a uuid", broken);
            }
        }

        private static MethodHandle constructor(Class<?> type) {
            try {
                return MethodHandles.publicLookup()
                        .findConstructor(type, MethodType.methodType(void.class, UUID.class));
            } catch (ReflectiveOperationException wrong) {
                throw new IllegalArgumentException(type.getName() + " is not a public record of one UUID", wrong);
            }
        }
    }
}
