package dev.tollgate.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.tollgate.contract.operation.Patch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@link Patch} fields: absent keeps, null clears, a value sets; the same the other way round. */
final class PatchModule extends SimpleModule {
    PatchModule() {
        super("patches");
        addSerializer(new ToField());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addDeserializers(new OfAnyType());
    }

    private static final class ToField extends StdSerializer<Patch<?>> {
        ToField() {
            super(Patch.class, false);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Patch<?> patch) {
            return patch instanceof Patch.Keep<?>;
        }

        @Override
        public void serialize(Patch<?> patch, JsonGenerator json, SerializerProvider provider) throws IOException {
            switch (patch) {
                case Patch.Keep<?> _, Patch.Clear<?> _ -> json.writeNull();
                case Patch.Set<?> set -> provider.defaultSerializeValue(set.value(), json);
            }
        }
    }

    private static final class OfAnyType extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription bean) {
            return type.hasRawClass(Patch.class) ? new FromField(type, null) : null;
        }
    }

    private static final class FromField extends StdDeserializer<Patch<?>> implements ContextualDeserializer {
        private final @Nullable JsonDeserializer<Object> content;

        FromField(JavaType type, @Nullable JsonDeserializer<Object> content) {
            super(type);
            this.content = content;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property)
                throws JsonMappingException {
            var type = property == null ? getValueType() : property.getType();
            return new FromField(type, context.findContextualValueDeserializer(type.containedType(0), property));
        }

        @Override
        public Patch<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (content == null) {
                throw new IllegalStateException("the type of the field is not known yet");
            }
            return Patch.set(content.deserialize(json, context));
        }

        @Override
        public Patch<?> getNullValue(DeserializationContext context) {
            return Patch.clear();
        }

        @Override
        public Patch<?> getAbsentValue(DeserializationContext context) {
            return Patch.keep();
        }
    }
}
