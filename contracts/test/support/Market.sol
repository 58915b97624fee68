// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComputeToken} from "../../src/ComputeToken.sol";
import {AttestationRecord, NodeRegistry} from "../../src/NodeRegistry.sol";
import {OrderEscrow} from "../../src/OrderEscrow.sol";
import {StakeManager} from "../../src/StakeManager.sol";
import {Member, ValidatorSet} from "../../src/ValidatorSet.sol";
import {PermitData} from "../../src/lib/ExactToken.sol";
import {NodeKey} from "../../src/lib/NodeKey.sol";
import {Order, SettlementBatch, SettlementItem} from "../../src/lib/OrderTypes.sol";
import {Checks} from "./Checks.sol";
import {Vm} from "./Vm.sol";

/// @notice A whole market on a fresh chain: four validators with threshold three, one recorded and staked node, one
/// user with money. Helpers sign as the real parties do.
abstract contract Market is Checks {
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant PRICE = 1_000 ether;
    uint256 internal constant STAKE = 100_000 ether;
    bytes32 internal constant ROOT = keccak256("root of trust");

    uint256 internal constant USER_KEY = 0xA11CE;
    uint256 internal constant NODE_KEY = 0xBEEF;

    ComputeToken internal token;
    ValidatorSet internal validators;
    NodeRegistry internal registry;
    StakeManager internal stakes;
    OrderEscrow internal escrow;

    uint256[] internal validatorKeys;
    address internal user = vm.addr(USER_KEY);
    address internal provider = address(0xA001);
    address internal stakeAccount = address(0xA002);
    address internal payee = address(0xA003);
    address internal treasury = address(0xA004);
    address internal rewards = address(0xA005);
    address internal admin = address(0xA006);
    address internal stranger = address(0xA007);
    bytes32 internal nodeId;
    uint256 private _salt;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(1000);
        deploy(4, 3);
        recordNode();
        token.mint(user, 1_000_000 ether);
        vm.prank(user);
        token.approve(address(escrow), type(uint256).max);
        stakeNode(STAKE);
    }

    function deploy(uint256 members, uint16 threshold) internal {
        token = new ComputeToken();
        makeValidatorKeys(members);
        validators = new ValidatorSet(membersOf(validatorKeys), threshold);
        registry = new NodeRegistry(validators, ROOT);
        stakes = new StakeManager(token, validators, registry, treasury, admin);
        escrow = new OrderEscrow(token, registry, stakes, validators, treasury, rewards, admin);
        stakes.setOrderEscrow(escrow);
        registry.setMarketFileHash(keccak256("market file"));
    }

    /// @dev Keys sorted by address, as signatures must be.
    function makeValidatorKeys(uint256 count) internal {
        delete validatorKeys;
        for (uint256 i = 0; i < count; ++i) {
            validatorKeys.push(uint256(keccak256(abi.encode("validator", i))));
        }
        sortKeys(validatorKeys);
    }

    function sortKeys(uint256[] storage keys) internal {
        for (uint256 i = 1; i < keys.length; ++i) {
            for (uint256 j = i; j > 0 && vm.addr(keys[j - 1]) > vm.addr(keys[j]); --j) {
                (keys[j - 1], keys[j]) = (keys[j], keys[j - 1]);
            }
        }
    }

    function membersOf(uint256[] memory keys) internal pure returns (Member[] memory list) {
        list = new Member[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            list[i] = Member(vm.addr(keys[i]), "https://validator.example", keccak256(abi.encode(keys[i])));
        }
    }

    function signAs(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Signatures of the first `count` validators.
    function quorum(bytes32 digest, uint256 count) internal view returns (bytes[] memory list) {
        list = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = signAs(validatorKeys[i], digest);
        }
    }

    function quorum(bytes32 digest) internal view returns (bytes[] memory) {
        return quorum(digest, validators.threshold());
    }

    function recordOf(uint256 nodeKey, uint64 seq) internal returns (AttestationRecord memory record) {
        Vm.Wallet memory wallet = vm.createWallet(nodeKey);
        record.setVersion = validators.version();
        record.nodeKeyX = bytes32(wallet.publicKeyX);
        record.nodeKeyY = bytes32(wallet.publicKeyY);
        record.nodeId = NodeKey.nodeId(record.nodeKeyX, record.nodeKeyY);
        record.seq = seq;
        record.provider = provider;
        record.stakeAccount = stakeAccount;
        record.payee = payee;
        record.quoteHash = keccak256("quote");
        record.trustRootHash = ROOT;
        record.tcbEvaluationDataNumber = 17;
        record.blockNumber = uint64(block.number);
        record.verifiedAt = uint64(block.timestamp);
        record.validUntil = uint64(block.timestamp + 30 days);
    }

    function recordNode() internal {
        AttestationRecord memory record = recordOf(NODE_KEY, 1);
        nodeId = record.nodeId;
        registry.recordAttestation(record, quorum(registry.recordDigest(record)));
    }

    function stakeNode(uint256 amount) internal {
        token.mint(stakeAccount, amount);
        vm.startPrank(stakeAccount);
        token.approve(address(stakes), amount);
        stakes.stake(nodeId, amount);
        vm.stopPrank();
    }

    function noPermit() internal pure returns (PermitData memory permit) {}

    function newOrder() internal returns (Order memory order) {
        order.salt = bytes32(++_salt);
        order.user = user;
        order.provider = provider;
        order.payee = payee;
        order.stakeAccount = stakeAccount;
        order.nodeId = nodeId;
        order.offerHash = keccak256("offer");
        order.token = address(token);
        order.totalPrice = PRICE;
        order.durationSeconds = 6 hours;
        order.feeBps = 500;
        order.validatorShareBps = 2_000;
        order.mode = 1;
        order.phiBps = 10_000;
        order.policyHash = keccak256("policy");
        order.openBefore = uint64(block.timestamp + 120);
        order.acceptBefore = uint64(block.timestamp + 240);
    }

    function pricedOrder(uint256 price) internal returns (Order memory order) {
        order = newOrder();
        order.totalPrice = price;
    }

    function renewNode(uint64 seq) internal {
        AttestationRecord memory record = recordOf(NODE_KEY, seq);
        registry.recordAttestation(record, quorum(registry.recordDigest(record)));
    }

    function open(Order memory order) internal returns (bytes32) {
        return escrow.open(order, signAs(USER_KEY, escrow.orderDigest(order)), noPermit());
    }

    function openOrder() internal returns (bytes32) {
        return open(newOrder());
    }

    function item(bytes32 orderId, uint256 released, uint256 refunded, bool isFinal)
        internal
        pure
        returns (SettlementItem memory)
    {
        return SettlementItem(orderId, uint128(released), uint128(refunded), isFinal);
    }

    /// @dev The packed form of an item; `reason` 0 as call data.
    function packed(SettlementItem memory it, uint8 reason) internal pure returns (bytes memory) {
        uint8 flags = (it.isFinal ? 1 : 0) | (it.refundedCum != 0 ? 2 : 0) | (reason << 4);
        bytes memory head = abi.encodePacked(it.orderId, flags, uint88(it.releasedCum));
        return it.refundedCum == 0 ? head : bytes.concat(head, abi.encodePacked(uint88(it.refundedCum)));
    }

    /// @dev Not by concatenation: the memory of 500 growing copies would exceed the gas of a test.
    function packed(SettlementBatch memory batch) internal pure returns (bytes memory items) {
        items = new bytes(batch.items.length * 55 + 64);
        uint256 length = 0;
        for (uint256 i = 0; i < batch.items.length; ++i) {
            bytes memory it = packed(batch.items[i], 0);
            assembly ("memory-safe") {
                mcopy(add(add(items, 32), length), add(it, 32), mload(it))
            }
            length += it.length;
        }
        assembly ("memory-safe") {
            mstore(items, length)
        }
    }

    function settlePacked(SettlementBatch memory batch) internal returns (uint32 applied, uint32 skipped) {
        bytes[] memory signatures = quorum(escrow.batchDigest(batch));
        return escrow.settlePacked(batch.setVersion, batch.batchNo, batch.asOfEpoch, packed(batch), signatures);
    }

    function batchOf(SettlementItem memory single) internal view returns (SettlementBatch memory batch) {
        batch.setVersion = validators.version();
        batch.batchNo = 1;
        batch.asOfEpoch = 7;
        batch.items = new SettlementItem[](1);
        batch.items[0] = single;
    }

    function settle(bytes32 orderId, uint256 released, uint256 refunded, bool isFinal)
        internal
        returns (uint32 applied, uint32 skipped)
    {
        return settle(batchOf(item(orderId, released, refunded, isFinal)));
    }

    function settle(SettlementBatch memory batch) internal returns (uint32 applied, uint32 skipped) {
        return escrow.settle(batch, quorum(escrow.batchDigest(batch)));
    }

    function one(bytes32 orderId) internal pure returns (bytes32[] memory list) {
        list = new bytes32[](1);
        list[0] = orderId;
    }
}
