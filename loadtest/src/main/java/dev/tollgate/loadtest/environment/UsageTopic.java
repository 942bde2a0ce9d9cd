package dev.tollgate.loadtest.environment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of usage: records as bytes, whatever their format. */
public final class UsageTopic {

    private static final String TOPIC = "tollgate.usage";
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String bootstrap;

    public UsageTopic(BackingServers servers) {
        this.bootstrap = servers.addresses().kafkaBootstrap();
    }

    /** Where each partition ends. */
    public Map<TopicPartition, Long> ends() {
        try (var consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer));
        }
    }

    /** Sends one in so many records behind these offsets once more, as they are; how many records were sent. */
    public long repeat(Map<TopicPartition, Long> from, int oneIn) {
        long read = 0;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (var consumer = consumer();
                var producer = producer()) {
            var ends = consumer.endOffsets(from.keySet());
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            while (!reached(consumer, ends)) {
                for (var record : consumer.poll(POLL)) {
                    if (record.offset() < ends.getOrDefault(partition(record), 0L) && read++ % oneIn == 0) {
                        sent.add(producer.send(copy(record)));
                    }
                }
            }
            producer.flush();
        }
        sent.forEach(UsageTopic::check);
        return sent.size();
    }

    private static void check(Future<RecordMetadata> sent) {
        if (sent.state() != Future.State.SUCCESS) {
            throw new IllegalStateException("a record was not sent again", sent.exceptionNow());
        }
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), record.headers());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(TOPIC).stream().map(UsageTopic::partition).toList();
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
