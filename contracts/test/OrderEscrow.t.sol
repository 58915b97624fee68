// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderEscrow, OrderState, WithdrawalKind} from "../src/OrderEscrow.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ValidatorSet} from "../src/ValidatorSet.sol";
import {SkipReason} from "../src/lib/OrderMoney.sol";
import {Order, SettlementBatch, SettlementItem} from "../src/lib/OrderTypes.sol";
import {PackedItems} from "../src/lib/PackedItems.sol";
import {BoundedPause} from "../src/lib/BoundedPause.sol";
import {Market} from "./support/Market.sol";
import {Vm} from "./support/Vm.sol";

contract OrderEscrowTest is Market {
    function test_opensAnOrderThatAnybodySends() public {
        Order memory order = newOrder();
        bytes memory signature = signAs(USER_KEY, escrow.orderDigest(order));
        bytes32 expectedId = escrow.orderIdOf(order);
        vm.expectEmit(address(escrow));
        emit OrderEscrow.EscrowOpened(2, expectedId, user, nodeId, PRICE, uint64(START));
        vm.prank(stranger);
        bytes32 orderId = escrow.open(order, signature, noPermit());
        same(orderId, expectedId, "order id");
        OrderState memory state = escrow.order(orderId);
        same(state.user, user, "user");
        same(state.payee, payee, "payee");
        same(state.deposit, PRICE, "deposit");
        same(state.releasedCum + state.refundedCum + state.feeCum, 0, "nothing moved");
        same(state.reclaimAfter, START + 120 + 6 hours + 9 days, "reclaimAfter");
        isFalse(state.closed, "open");
        same(token.balanceOf(address(escrow)), PRICE, "escrow holds the price");
        same(stakes.lockOf(orderId).remaining, PRICE * 30 / 100, "lock");
    }

    function test_settlesCumulativeAmountsAndClosesOnTheFinalItem() public {
        bytes32 orderId = openOrder();
        (uint32 applied, uint32 skipped) = settle(orderId, 100 ether, 20 ether, false);
        same(applied, 1, "applied");
        same(skipped, 0, "skipped");
        OrderState memory state = escrow.order(orderId);
        same(state.releasedCum, 100 ether, "released");
        same(state.refundedCum, 20 ether, "refunded");
        same(state.feeCum, 5 ether, "fee of 5 %");
        isFalse(state.closed, "open");
        vm.warp(START + 1 days);
        settle(orderId, 900 ether, 100 ether, true);
        state = escrow.order(orderId);
        isTrue(state.closed, "closed");
        same(state.closedAt, START + 1 days, "closedAt");
    }

    function test_skipsAnItemWithItsReasonAndAppliesTheRest() public {
        bytes32 good = openOrder();
        bytes32 bad = openOrder();
        SettlementBatch memory batch;
        batch.setVersion = 1;
        batch.batchNo = 3;
        batch.items = new SettlementItem[](3);
        batch.items[0] = item(bad, PRICE + 1, 0, false);
        batch.items[1] = item(good, 1 ether, 2 ether, false);
        batch.items[2] = item(bytes32(uint256(1)), 1, 0, false);
        bytes[] memory signatures = quorum(escrow.batchDigest(batch));
        bytes memory items = bytes.concat(
            packed(batch.items[0], uint8(SkipReason.EXCEEDS_DEPOSIT)),
            packed(batch.items[1], 0),
            packed(batch.items[2], uint8(SkipReason.UNKNOWN_ORDER))
        );
        bytes32 batchId = escrow.batchDigest(batch);
        vm.expectEmit(address(escrow));
        emit OrderEscrow.ItemSkipped(4, bad, SkipReason.EXCEEDS_DEPOSIT);
        vm.expectEmit(address(escrow));
        emit OrderEscrow.ItemSkipped(5, bytes32(uint256(1)), SkipReason.UNKNOWN_ORDER);
        vm.expectEmit(address(escrow));
        emit OrderEscrow.BatchSettled(6, batchId, 3, 1, 2, items);
        escrow.settle(batch, signatures);
        same(escrow.order(good).releasedCum, 1 ether, "good item");
        same(escrow.order(bad).releasedCum, 0, "bad item");
    }

    /// @dev Every word that a settlement, a reclaim or a withdrawal writes was in use before.
    function test_noDoorForMoneyTurnsAZeroWordIntoAUsedOne() public {
        bytes32 orderId = openOrder();
        bytes32 left = openOrder();
        SettlementBatch memory batch = batchOf(item(orderId, 1 ether, 0, false));
        writesOnlyUsedWords(abi.encodeCall(escrow.settle, (batch, quorum(escrow.batchDigest(batch)))));
        batch = batchOf(item(orderId, 1 ether, 2 ether, false));
        writesOnlyUsedWords(abi.encodeCall(escrow.settle, (batch, quorum(escrow.batchDigest(batch)))));
        batch = batchOf(item(orderId, PRICE - 2 ether, 2 ether, true));
        writesOnlyUsedWords(abi.encodeCall(escrow.settle, (batch, quorum(escrow.batchDigest(batch)))));
        writesOnlyUsedWords(abi.encodeCall(escrow.withdrawFor, (payee, one(orderId))));
        writesOnlyUsedWords(abi.encodeCall(escrow.withdrawFor, (user, one(orderId))));
        writesOnlyUsedWords(abi.encodeCall(escrow.withdrawFees, (one(orderId))));
        vm.warp(escrow.order(left).reclaimAfter);
        writesOnlyUsedWords(abi.encodeCall(escrow.reclaim, (left)));
        same(escrow.order(left).refundedCum, PRICE, "reclaimed");
    }

    function writesOnlyUsedWords(bytes memory call) private {
        uint256 state = vm.snapshotState();
        vm.record();
        perform(call);
        (, bytes32[] memory writes) = vm.accesses(address(escrow));
        isTrue(vm.revertToState(state), "undone");
        isTrue(writes.length != 0, "writes");
        for (uint256 i = 0; i < writes.length; ++i) {
            isTrue(vm.load(address(escrow), writes[i]) != bytes32(0), "used before");
        }
        perform(call);
    }

    function perform(bytes memory call) private {
        (bool success,) = address(escrow).call(call);
        isTrue(success, "accepted");
    }

    function test_refusesABatchWithoutQuorum() public {
        bytes32 orderId = openOrder();
        SettlementBatch memory batch = batchOf(item(orderId, 1 ether, 0, false));
        bytes[] memory signatures = quorum(escrow.batchDigest(batch), 2);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.NotEnoughSignatures.selector, 2, 3));
        escrow.settle(batch, signatures);
    }

    function test_paysEachPartyItsPartAndNothingTwice() public {
        bytes32 orderId = openOrder();
        settle(orderId, 600 ether, 400 ether, true);
        vm.prank(payee);
        same(escrow.withdraw(one(orderId), payee), 570 ether, "provider");
        same(escrow.withdrawFor(user, one(orderId)), 400 ether, "user");
        (uint256 platformFee, uint256 validatorReward) = escrow.withdrawFees(one(orderId));
        same(platformFee, 24 ether, "platform");
        same(validatorReward, 6 ether, "validators");
        same(token.balanceOf(address(escrow)), 0, "all paid out");
        vm.expectRevert(OrderEscrow.NothingToWithdraw.selector);
        escrow.withdrawFor(payee, one(orderId));
        vm.expectRevert(OrderEscrow.NothingToWithdraw.selector);
        escrow.withdrawFees(one(orderId));
    }

    function test_bothDoorsHashAndSettleAlike(uint256 seed, uint8 size) public {
        uint256 count = within(size, 1, 70);
        SettlementBatch memory batch;
        batch.setVersion = 1;
        batch.batchNo = uint64(seed);
        batch.items = new SettlementItem[](count);
        bytes32 typeHash =
            keccak256("SettlementItem(bytes32 orderId,uint128 releasedCum,uint128 refundedCum,bool isFinal)");
        bytes memory hashes;
        for (uint256 i = 0; i < count; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            SettlementItem memory it = item(bytes32(seed), uint88(seed), uint88(seed >> 88), seed % 2 == 1);
            batch.items[i] = it;
            bytes32 hash = keccak256(abi.encode(typeHash, it.orderId, it.releasedCum, it.refundedCum, it.isFinal));
            hashes = bytes.concat(hashes, hash);
        }
        bytes32 batchHash = keccak256(
            abi.encode(
                keccak256(
                    "SettlementBatch(uint64 setVersion,uint64 batchNo,uint64 asOfEpoch,SettlementItem[] items)SettlementItem(bytes32 orderId,uint128 releasedCum,uint128 refundedCum,bool isFinal)"
                ),
                1,
                batch.batchNo,
                0,
                keccak256(hashes)
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", escrow.domainSeparator(), batchHash));
        same(escrow.batchDigest(batch), digest, "digest");
        bytes[] memory signatures = quorum(digest);
        (, uint32 skipped) = escrow.settle(batch, signatures);
        same(skipped, count, "all unknown");
        (, skipped) = escrow.settlePacked(1, batch.batchNo, 0, packed(batch), signatures);
        same(skipped, count, "all unknown, packed");
    }

    /// @dev Whatever the order of batches and withdrawals, everybody ends with the same money.
    function test_everyOrderOfBatchesAndWithdrawalsEndsAlike(uint256 seed) public {
        bytes32 orderId = openOrder();
        SettlementBatch[] memory batches = new SettlementBatch[](6);
        uint256 released = 0;
        uint256 refunded = 0;
        for (uint256 i = 0; i < 6; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 rest = PRICE - released - refunded;
            released += i == 5 ? rest : seed % (rest / 2);
            refunded += i == 5 ? 0 : (seed >> 128) % (rest / 4);
            batches[i] = batchOf(item(orderId, released, refunded, i == 5));
        }
        for (uint256 i = 0; i < 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            settle(batches[i < 18 ? seed % 6 : i - 18]);
            (uint256 forProvider, uint256 forUser, uint256 forPlatform,) = escrow.withdrawable(orderId);
            if (seed >> 250 < 16 && forProvider != 0) escrow.withdrawFor(payee, one(orderId));
            if (seed >> 250 > 48 && forUser != 0) escrow.withdrawFor(user, one(orderId));
            if (seed >> 250 == 32 && forPlatform != 0) escrow.withdrawFees(one(orderId));
        }
        (uint256 a, uint256 b, uint256 c, uint256 d) = escrow.withdrawable(orderId);
        if (a != 0) escrow.withdrawFor(payee, one(orderId));
        if (b != 0) escrow.withdrawFor(user, one(orderId));
        if (c + d != 0) escrow.withdrawFees(one(orderId));
        uint256 fee = released * 500 / 10_000;
        same(token.balanceOf(payee), released - fee, "provider");
        same(token.balanceOf(user), 1_000_000 ether - PRICE + refunded, "user");
        same(token.balanceOf(rewards), fee * 2_000 / 10_000, "validators");
        same(token.balanceOf(treasury), fee - fee * 2_000 / 10_000, "platform");
        same(token.balanceOf(address(escrow)), 0, "nothing left");
    }
}
