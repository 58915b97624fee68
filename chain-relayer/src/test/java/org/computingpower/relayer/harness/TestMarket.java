package org.computingpower.relayer.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.computingpower.events.EventJson;
import org.computingpower.events.RegistryNodeEvent.NodeAttested;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.events.SignedBy;
import org.computingpower.relayer.adapter.abi.MarketCallFactory;
import org.computingpower.relayer.adapter.rpc.JsonRpc;
import org.computingpower.relayer.adapter.rpc.JsonRpcNode;
import org.computingpower.relayer.application.ChainNode;
import org.computingpower.relayer.application.TakeIntents;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.computingpower.terms.signed.SignedType;
import org.computingpower.terms.signed.TcbStatus;
import org.computingpower.terms.signed.TeeType;

/** The real contracts on a test chain, with one validator whose key the test has. */
public final class TestMarket {

    /** SHA-256 that stands for the simulated root. */
    public static final Bytes32 TRUST_ROOT = Digests.keccak256OfText("simulated root");

    private static final SigningKey VALIDATOR = SigningKey.of(Digests.keccak256OfText("validator"));

    /** Most gas of one opening, so that many fit into a block. */
    private static final int OPENING_GAS = 600_000;

    private static final int FEE_BPS = 500;

    private final TestChain chain;
    private final List<SigningKey> signers;
    private final Address deployer;
    private final Address provider;
    private final Address token;
    private final Address validatorSet;
    private final Address nodeRegistry;
    private final Address stakeManager;
    private final Address orderEscrow;
    private final long deployBlock;

    private TestMarket(TestChain chain, List<SigningKey> validators, int threshold) {
        this.chain = chain;
        this.signers = validators.subList(0, threshold);
        List<Address> accounts = chain.unlocked();
        this.deployer = accounts.get(0);
        this.provider = accounts.get(1);
        this.deployBlock = chain.head() + 1;
        this.token = chain.deploy(deployer, Abi.bytecode("ComputeToken"));
        List<Abi.Tuple> members = validators.stream()
                .map(key -> new Abi.Tuple(
                        key.address(),
                        "http://127.0.0.1/" + key.address(),
                        Digests.keccak256OfText("operator of " + key.address())))
                .toList();
        this.validatorSet =
                chain.deploy(deployer, Abi.concat(Abi.bytecode("ValidatorSet"), Abi.encode(members, threshold)));
        this.nodeRegistry =
                chain.deploy(deployer, Abi.concat(Abi.bytecode("NodeRegistry"), Abi.encode(validatorSet, TRUST_ROOT)));
        this.stakeManager = chain.deploy(
                deployer,
                Abi.concat(
                        Abi.bytecode("StakeManager"),
                        Abi.encode(token, validatorSet, nodeRegistry, deployer, deployer)));
        this.orderEscrow = chain.deploy(
                deployer,
                Abi.concat(
                        Abi.bytecode("OrderEscrow"),
                        Abi.encode(token, nodeRegistry, stakeManager, validatorSet, deployer, deployer, deployer)));
        chain.send(deployer, stakeManager, Abi.call("setOrderEscrow(address)", orderEscrow));
        chain.send(
                deployer, nodeRegistry, Abi.call("setMarketFileHash(bytes32)", Digests.keccak256OfText("market file")));
    }

    private TestMarket(TestChain chain, MarketFile file) {
        this.chain = chain;
        this.signers = List.of(VALIDATOR);
        List<Address> accounts = chain.unlocked();
        this.deployer = accounts.get(0);
        this.provider = accounts.get(1);
        this.deployBlock = file.deployBlock();
        this.token = file.contracts().token();
        this.validatorSet = file.contracts().validatorSet();
        this.nodeRegistry = file.contracts().nodeRegistry();
        this.stakeManager = file.contracts().stakeManager();
        this.orderEscrow = file.contracts().orderEscrow();
    }

    /** A market that is deployed. */
    public static TestMarket at(TestChain chain, MarketFile file) {
        return new TestMarket(chain, file);
    }

    /** Its market file; the hash bound on chain is another one's, because the file needs the addresses first. */
    public String file() {
        return """
                {"name": "test", "profile": "local", "chainId": 31337, "rpcUrls": ["%s"],
                 "contracts": {"nodeRegistry": "%s", "stakeManager": "%s", "orderEscrow": "%s", "validatorSet": "%s",
                  "token": "%s"},
                 "tokenSymbol": "CPT", "tokenDecimals": 18, "deployBlock": %d, "genesis": 1700000000,
                 "epochSeconds": 15,
                 "proof": {"mu": 512, "calibrationMu": 512, "threshold": 384, "windowMillis": 4000,
                  "commitDeadlineMillis": 8000, "revealDeadlineMillis": 10000, "closeMillis": 11000,
                  "maxShares": 1024, "drawFromMillis": 1000, "drawToMillis": 3000},
                 "feeBps": 500, "validatorShareBps": 2000,
                 "orders": {"minimumEpochs": 3, "quoteSeconds": 120, "reservationSeconds": 120,
                  "acceptanceSeconds": 120, "unpaidInARowLimit": 4, "carryLimit": 3, "minimumStake": "1000",
                  "orderLockBps": 3000},
                 "settlement": {"batchEveryEpochs": 2, "cosignTimeoutSeconds": 5, "unchallengedAfterSeconds": 15},
                 "attestation": {"policyTtlSeconds": 86400, "blockMaxAgeSeconds": 3600},
                 "validators": [{"address": "%s", "url": "http://127.0.0.1:1/v0"}],
                 "validatorThreshold": 1, "setVersion": 1, "trustRootHash": "%s", "trustDomain": "SIMULATED"}
                """.formatted(
                        chain.url(),
                        nodeRegistry,
                        stakeManager,
                        orderEscrow,
                        validatorSet,
                        token,
                        deployBlock,
                        VALIDATOR.address(),
                        TRUST_ROOT);
    }

    /** Deploys everything in the order that the contracts need. */
    public static TestMarket deploy(TestChain chain) {
        return new TestMarket(chain, List.of(VALIDATOR), 1);
    }

    /** The same with several validators, of which {@code threshold} sign everything. */
    public static TestMarket deploy(TestChain chain, int validators, int threshold) {
        List<SigningKey> keys = IntStream.range(0, validators)
                .mapToObj(n -> SigningKey.of(Digests.keccak256OfText("validator " + n)))
                .sorted(Comparator.comparing(SigningKey::address))
                .toList();
        return new TestMarket(chain, keys, threshold);
    }

    /** The account that is provider, stake account and payee of every node; its key is anvil's. */
    public Address provider() {
        return provider;
    }

    /** Pays out what a party may withdraw from an order, and returns the tokens it then has. */
    public long withdraw(Address account, OrderId orderId) {
        chain.send(deployer, orderEscrow, Abi.call("withdrawFor(address,bytes32[])", account, List.of(orderId)));
        return number(chain.read(token, Abi.call("balanceOf(address)", account)).getFirst());
    }

    /** Whether the escrow refuses a call that the provider would send. */
    public boolean refuses(byte[] data) {
        return new JsonRpcNode(new JsonRpc(HttpClient.newHttpClient(), chain.url(), Duration.ofSeconds(10)))
                        .estimate(provider, new ContractCall(orderEscrow, data))
                instanceof ChainNode.Estimate.Reverts;
    }

    /** Where everything is. */
    public DeployedContracts contracts() {
        return new DeployedContracts(nodeRegistry, stakeManager, orderEscrow, deployBlock);
    }

    public TestChain chain() {
        return chain;
    }

    public Address nodeRegistry() {
        return nodeRegistry;
    }

    public Address orderEscrow() {
        return orderEscrow;
    }

    public Address stakeManager() {
        return stakeManager;
    }

    public Address validatorSet() {
        return validatorSet;
    }

    public Address token() {
        return token;
    }

    public Address validator() {
        return VALIDATOR.address();
    }

    public long deployBlock() {
        return deployBlock;
    }

    public MarketDomains domains() {
        return MarketDomains.of(TestChain.CHAIN_ID, orderEscrow, stakeManager, nodeRegistry, validatorSet);
    }

    private TakeIntents take() {
        return new TakeIntents(new MarketCallFactory(nodeRegistry, orderEscrow), domains());
    }

    /** A node's key by its name. */
    public static SigningKey nodeKey(String name) {
        return SigningKey.of(Digests.keccak256OfText("node " + name));
    }

    /** The quorum's word on a node, verified one minute before the chain's head. */
    public NodeAttested attested(String node, long seq) {
        SigningKey key = nodeKey(node);
        long now = chain.time();
        AttestationRecord record = new AttestationRecord(
                1,
                key.nodeId(),
                seq,
                key.verifyingKey().x(),
                key.verifyingKey().y(),
                provider,
                provider,
                provider,
                Digests.keccak256OfText("quote of " + node),
                TeeType.SGX,
                TRUST_ROOT,
                TcbStatus.UP_TO_DATE,
                17,
                seq,
                now - 60,
                now + 86_400);
        return new NodeAttested(record, signed(record));
    }

    /** The intent to record that. */
    public Intent attest(String node, long seq) {
        return take().of(attested(node, seq));
    }

    /** The quorum's word on a batch. */
    public BatchReady ready(long batchNo, List<SettlementItem> items) {
        SettlementBatch batch = new SettlementBatch(1, batchNo, batchNo, items);
        return new BatchReady(batch.batchId(domains()), batch, signed(batch));
    }

    /**
     * What each validator of the quorum answers to {@code POST /api/challenge/v1/orders/{orderId}/settlement}: a batch of
     * this order alone, numbered 0, with its own signature.
     */
    public List<String> ownDoor(SettlementItem item, long asOfEpoch) {
        SettlementBatch batch = new SettlementBatch(1, 0, asOfEpoch, List.of(item));
        ObjectMapper mapper = EventJson.newMapper();
        return signed(batch).stream()
                .map(signed -> mapper.createObjectNode()
                        .put("validator", signed.signer().toString())
                        .put("batchId", batch.batchId(domains()).toString())
                        .put("signature", signed.signature().toString())
                        .<ObjectNode>set("batch", mapper.valueToTree(batch))
                        .toString())
                .toList();
    }

    private List<SignedBy> signed(SignedType statement) {
        return signers.stream()
                .map(key -> new SignedBy(key.address(), statement.sign(key, domains())))
                .toList();
    }

    /** The call of {@code settle} with plain items: what {@code settlePacked} is measured against. */
    public byte[] plainSettle(BatchReady ready) {
        List<Object> items = new ArrayList<>();
        for (SettlementItem item : ready.batch().items()) {
            items.add(new Object[] {item.orderId(), item.releasedCum(), item.refundedCum(), item.isFinal() ? 1 : 0});
        }
        Abi.Tuple batch = new Abi.Tuple(
                ready.batch().setVersion(),
                ready.batch().batchNo(),
                ready.batch().asOfEpoch(),
                items);
        return Abi.call(
                "settle((uint64,uint64,uint64,(bytes32,uint128,uint128,bool)[]),bytes[])",
                batch,
                ready.signatures().stream()
                        .map(signed -> (Object) signed.signature().toArray())
                        .toList());
    }

    /** The intent to settle that. */
    public Intent settle(long batchNo, List<SettlementItem> items) {
        return take().of(ready(batchNo, items));
    }

    /** One item. */
    public static SettlementItem item(OrderId orderId, long released, long refunded, boolean isFinal) {
        return new SettlementItem(orderId, amount(released), amount(refunded), isFinal);
    }

    /** Stakes for an attested node: three transactions in three blocks. */
    public void stake(String node, long amount) {
        NodeId nodeId = nodeKey(node).nodeId();
        chain.send(deployer, token, Abi.call("mint(address,uint256)", provider, amount));
        chain.send(provider, token, Abi.call("approve(address,uint256)", stakeManager, amount));
        chain.send(provider, stakeManager, Abi.call("stake(bytes32,uint256)", nodeId, amount));
    }

    /** Opens an order with a deposit on a node that is attested and staked. */
    public OrderId open(String node, String user, long deposit) {
        return open(node, user, deposit, 1).getFirst();
    }

    /** Opens many orders of one user, each with that deposit. */
    public List<OrderId> open(String node, String user, long deposit, int count) {
        SigningKey userKey = SigningKey.of(Digests.keccak256OfText("user " + user));
        chain.fund(userKey.address());
        chain.rpc("anvil_impersonateAccount", userKey.address().toString());
        chain.send(deployer, token, Abi.call("mint(address,uint256)", userKey.address(), deposit * count));
        chain.send(userKey.address(), token, Abi.call("approve(address,uint256)", orderEscrow, deposit * count));
        long now = chain.time();
        List<OrderId> opened = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Order order = order(node, userKey, deposit, user + now + "/" + n, now);
            chain.send(
                    deployer, orderEscrow, openCall(order, userKey), OPENING_GAS, (n + 1) % 40 == 0 || n + 1 == count);
            opened.add(order.orderId());
        }
        if (chain.read(orderEscrow, Abi.call("order(bytes32)", opened.getLast()))
                .get(4)
                .equals(Bytes32.ZERO)) {
            throw new IllegalStateException("The escrow was not opened");
        }
        return opened;
    }

    private Order order(String node, SigningKey userKey, long deposit, String salt, long now) {
        return new Order(
                Digests.keccak256OfText("salt " + salt),
                userKey.address(),
                provider,
                provider,
                provider,
                nodeKey(node).nodeId(),
                Bytes32.ZERO,
                token,
                amount(deposit),
                150,
                FEE_BPS,
                2_000,
                Mode.EXCLUSIVE,
                10_000,
                Bytes32.ZERO,
                DataProtection.SIMULATED,
                now + 600,
                now + 600);
    }

    private byte[] openCall(Order order, SigningKey userKey) {
        List<Object> words = new ArrayList<>(order.values());
        Object[] permit = {0, 0, 0, Bytes32.ZERO, Bytes32.ZERO};
        return Abi.call(
                "open((bytes32,address,address,address,address,bytes32,bytes32,address,uint256,uint64,uint16,"
                        + "uint16,uint8,uint16,bytes32,uint8,uint64,uint64),bytes,"
                        + "(uint256,uint256,uint8,bytes32,bytes32))",
                words.toArray(),
                order.sign(userKey, domains()).toArray(),
                permit);
    }

    /** seq of a node's last record by the contract itself. */
    public long recordedSeq(String node) {
        return number(
                chain.read(nodeRegistry, Abi.call("node(bytes32)", nodeKey(node).nodeId()))
                        .get(1));
    }

    /** Numbers of an order by the contract itself: released, refunded, fee. */
    public List<Long> money(OrderId orderId) {
        List<Bytes32> state = chain.read(orderEscrow, Abi.call("order(bytes32)", orderId));
        return List.of(number(state.get(5)), number(state.get(6)), number(state.get(7)));
    }

    /** Nodes' records by the contract's own count of events: one per record, and one for the market file. */
    public long registryEvents() {
        return number(chain.read(nodeRegistry, Abi.call("lastEventSeq()")).getFirst());
    }

    private static long number(Bytes32 word) {
        return new BigInteger(1, word.toArray()).longValueExact();
    }

    private static TokenAmount amount(long baseUnits) {
        return new TokenAmount(BigInteger.valueOf(baseUnits));
    }
}
