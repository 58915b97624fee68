package org.computingpower.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import org.computingpower.events.ChainFact.FactReverted;
import org.computingpower.events.OrderEvent.OrderRestored;
import org.computingpower.events.OrderEvent.OrderSigned;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {

    private static final OrderId ORDER = OrderId.parse("0x" + "11".repeat(32));
    private static final NodeId NODE = new NodeId(Bytes32.ZERO);

    @Test
    void namesTheTopicKeyAndTypeOfAFact() {
        OrderRestored event = new OrderRestored(ORDER, NODE, 7);

        assertThat(Topic.of(event)).isEqualTo(Topic.ORDER_ORDERS);
        assertThat(Topic.keyOf(event)).isEqualTo("0x" + "11".repeat(32));
        assertThat(Topic.ceType(event)).isEqualTo("org.computingpower.order.orders.OrderRestored.v1");
        assertThat(Topic.schemaResource(OrderSigned.class)).isEqualTo("schemas/order.orders.v1/OrderSigned.json");
    }

    @Test
    void findsTheRecordOfEveryType() {
        assertThat(Shapes.events())
                .hasSize(52)
                .allSatisfy(
                        event -> assertThat(Topic.recordOf(Topic.ceType(event))).contains(event));
    }

    @Test
    void knowsNoRecordOfAnotherVersion() {
        assertThat(Topic.recordOf("org.computingpower.order.orders.OrderSigned.v2"))
                .isEmpty();
        assertThat(Topic.named("order.orders.v2")).isEmpty();
    }

    @Test
    void refusesAClassThatIsNoRecordOfTheCatalogue() {
        assertThatThrownBy(() -> Topic.of(OrderEvent.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noTwoRecordsShareASimpleName() {
        assertThat(Shapes.events().stream().map(Class::getSimpleName)).doesNotHaveDuplicates();
    }

    @Test
    void takesTheKeyFromTheFieldTheCatalogueNames() {
        assertThat(Topic.keyOf(Samples.of(PolicyActivated.class, true))).isEqualTo("market");
        assertThat(Topic.keyOf(Samples.of(FactReverted.class, true))).isEqualTo("0x" + "5a".repeat(32));
        assertThat(Topic.keyOf(Samples.of(ChallengeRoundEvent.BeaconCommitted.class, true)))
                .isEqualTo("118");
        assertThat(Topic.keyOf(Samples.of(ChainHeadEvent.HeadFinalized.class, true)))
                .isEqualTo("31337");
    }

    @ParameterizedTest
    @EnumSource
    void isListedAlikeInTopicsYaml(Topic topic) {
        TopicsFile line = TopicsFile.of(topic);

        assertThat(line.key()).isEqualTo(topic.keyName());
        assertThat(line.partitions()).isEqualTo(Topic.PARTITIONS);
        assertThat(line.retentionMillis())
                .isEqualTo(topic.retention().map(kept -> kept.toMillis()).orElse(-1L));
        assertThat(line.writers()).isIn("owner", "validators");
        assertThat(line.producer()).isNotBlank();
        assertThat(line.consumers()).isNotEmpty();
    }

    @Test
    void topicsYamlListsNothingElse() {
        assertThat(TopicsFile.read().stream().map(TopicsFile::name))
                .containsExactlyElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    }

    @Test
    void constantsAreTheNamesOfTheCatalogue() throws IllegalAccessException {
        var names = new HashSet<Object>();
        for (Field constant : TopicNames.class.getFields()) {
            names.add(constant.get(null));
            assertThat(Topic.valueOf(constant.getName()).topicName()).isEqualTo(constant.get(null));
        }

        assertThat(names).hasSize(Topic.values().length);
    }
}
