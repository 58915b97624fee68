// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ComputeToken} from "../src/ComputeToken.sol";
import {AttestationRecord} from "../src/NodeRegistry.sol";
import {OrderEscrow, OrderState} from "../src/OrderEscrow.sol";
import {StakeManager} from "../src/StakeManager.sol";
import {IStakeManager} from "../src/interfaces/IStakeManager.sol";
import {BoundedPause} from "../src/lib/BoundedPause.sol";
import {ExactToken, PermitData} from "../src/lib/ExactToken.sol";
import {OrderMoney, OrderMoneyMath, SkipReason} from "../src/lib/OrderMoney.sol";
import {Order, SettlementBatch, SettlementItem} from "../src/lib/OrderTypes.sol";
import {PackedItems} from "../src/lib/PackedItems.sol";
import {Market} from "./support/Market.sol";

/// @notice Keeps one percent of each transfer.
contract TollToken is ERC20("Toll", "TOLL") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) _burn(to, amount / 100);
    }
}

/// @notice Locks nothing; for tests of the escrow alone.
contract OpenStakes is IStakeManager {
    function lock(bytes32, bytes32, address, uint256) external {}
}

contract OrderEscrowRefusals is Market {
    function refuses(Order memory order, bytes memory revertData) private {
        bytes memory signature = signAs(USER_KEY, escrow.orderDigest(order));
        vm.expectRevert(revertData);
        escrow.open(order, signature, noPermit());
    }

    function skips(SettlementItem memory single, SkipReason reason) private {
        SettlementBatch memory batch = batchOf(single);
        bytes[] memory signatures = quorum(escrow.batchDigest(batch));
        vm.expectEmit(address(escrow));
        emit OrderEscrow.ItemSkipped(escrow.lastEventSeq() + 1, single.orderId, reason);
        (uint32 applied, uint32 skipped) = escrow.settle(batch, signatures);
        same(applied, 0, "applied");
        same(skipped, 1, "skipped");
    }

    function test_refusesOtherTokensPricesFeesAndTerms() public {
        Order memory order = newOrder();
        order.token = stranger;
        refuses(order, abi.encodeWithSelector(OrderEscrow.WrongToken.selector, stranger));
        order = newOrder();
        order.totalPrice = 0;
        refuses(order, abi.encodeWithSelector(OrderEscrow.PriceOutOfRange.selector, 0));
        order.totalPrice = 1 << 84;
        refuses(order, abi.encodeWithSelector(OrderEscrow.PriceOutOfRange.selector, 1 << 84));
        order = newOrder();
        order.feeBps = 2001;
        refuses(order, abi.encodeWithSelector(OrderEscrow.FeeOutOfRange.selector, 2001, 2000));
        order = newOrder();
        order.validatorShareBps = 10_001;
        refuses(order, abi.encodeWithSelector(OrderEscrow.FeeOutOfRange.selector, 500, 10_001));
        for (uint8 mode = 0; mode <= 3; mode += 3) {
            order = newOrder();
            order.mode = mode;
            refuses(order, abi.encodeWithSelector(OrderEscrow.InvalidTerms.selector, mode, 10_000, 0));
        }
        order = newOrder();
        order.phiBps = 10_001;
        refuses(order, abi.encodeWithSelector(OrderEscrow.InvalidTerms.selector, 1, 10_001, 0));
        order = newOrder();
        order.mode = 2;
        order.dataProtection = 3;
        refuses(order, abi.encodeWithSelector(OrderEscrow.InvalidTerms.selector, 2, 10_000, 3));
    }

    function test_refusesLateOrdersAndTermsBeyondAWeek() public {
        Order memory order = newOrder();
        vm.warp(order.openBefore);
        open(order);
        order = newOrder();
        vm.warp(order.openBefore + 1);
        refuses(order, abi.encodeWithSelector(OrderEscrow.TooLate.selector, order.openBefore));
        order = newOrder();
        order.durationSeconds = 0;
        refuses(
            order, abi.encodeWithSelector(OrderEscrow.TermOutOfRange.selector, 0, order.openBefore, order.acceptBefore)
        );
        order = newOrder();
        order.durationSeconds = 7 days - 239;
        refuses(
            order,
            abi.encodeWithSelector(
                OrderEscrow.TermOutOfRange.selector, 7 days - 239, order.openBefore, order.acceptBefore
            )
        );
        order.durationSeconds = 7 days - 240;
        open(order);
        order = newOrder();
        order.acceptBefore = order.openBefore + 1 days + 1;
        refuses(
            order,
            abi.encodeWithSelector(OrderEscrow.TermOutOfRange.selector, 6 hours, order.openBefore, order.acceptBefore)
        );
        order = newOrder();
        order.acceptBefore = 0;
        order.durationSeconds = 7 days - 119;
        refuses(order, abi.encodeWithSelector(OrderEscrow.TermOutOfRange.selector, 7 days - 119, order.openBefore, 0));
    }

    function test_refusesOtherSignersPartiesNodesAndASecondOpening() public {
        Order memory order = newOrder();
        bytes memory foreign = signAs(NODE_KEY, escrow.orderDigest(order));
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.NotSignedByUser.selector, vm.addr(NODE_KEY)));
        escrow.open(order, foreign, noPermit());
        order.payee = stranger;
        refuses(order, abi.encodeWithSelector(OrderEscrow.PartiesDiffer.selector, nodeId));
        order = newOrder();
        order.stakeAccount = stranger;
        refuses(order, abi.encodeWithSelector(OrderEscrow.PartiesDiffer.selector, nodeId));
        order = newOrder();
        order.provider = stranger;
        refuses(order, abi.encodeWithSelector(OrderEscrow.PartiesDiffer.selector, nodeId));
        order = newOrder();
        order.nodeId = keccak256("unknown");
        order.provider = address(0);
        refuses(order, abi.encodeWithSelector(OrderEscrow.PartiesDiffer.selector, order.nodeId));
        order = newOrder();
        bytes32 orderId = open(order);
        refuses(order, abi.encodeWithSelector(OrderEscrow.AlreadyOpened.selector, orderId));
    }

    function test_refusesANodeWhoseAttestationRanOut() public {
        AttestationRecord memory record = recordOf(NODE_KEY, 2);
        record.validUntil = uint64(START + 60);
        registry.recordAttestation(record, quorum(registry.recordDigest(record)));
        vm.warp(START + 60);
        openOrder();
        vm.warp(START + 61);
        refuses(newOrder(), abi.encodeWithSelector(OrderEscrow.AttestationExpired.selector, nodeId, START + 60));
    }

    function test_opensWithAPermit() public {
        vm.prank(user);
        token.approve(address(escrow), 0);
        Order memory order = newOrder();
        uint256 deadline = block.timestamp + 60;
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 hash = keccak256(abi.encode(typeHash, user, address(escrow), PRICE, 0, deadline));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(USER_KEY, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), hash)));
        bytes memory signature = signAs(USER_KEY, escrow.orderDigest(order));
        escrow.open(order, signature, PermitData(PRICE, deadline, v, r, s));
        same(token.balanceOf(address(escrow)), PRICE, "deposit");
    }

    function test_refusesATokenThatTakesATollAndATransferThatFails() public {
        TollToken toll = new TollToken();
        OrderEscrow other = new OrderEscrow(toll, registry, new OpenStakes(), validators, treasury, rewards, admin);
        toll.mint(user, PRICE);
        vm.prank(user);
        toll.approve(address(other), PRICE);
        Order memory order = newOrder();
        order.token = address(toll);
        bytes memory signature = signAs(USER_KEY, other.orderDigest(order));
        vm.expectRevert(abi.encodeWithSelector(ExactToken.InexactTransfer.selector, PRICE, PRICE - PRICE / 100));
        other.open(order, signature, noPermit());
        vm.prank(user);
        token.approve(address(escrow), PRICE - 1);
        order = newOrder();
        signature = signAs(USER_KEY, escrow.orderDigest(order));
        vm.expectRevert();
        escrow.open(order, signature, noPermit());
    }

    function test_skipsEachImpossibleItemWithItsOwnReason() public {
        bytes32 orderId = openOrder();
        skips(item(keccak256("unknown"), 0, 0, true), SkipReason.UNKNOWN_ORDER);
        skips(item(keccak256("unknown"), 0, 0, false), SkipReason.UNKNOWN_ORDER);
        settle(orderId, 10, 10, false);
        skips(item(orderId, 9, 10, false), SkipReason.STALE);
        skips(item(orderId, 10, 9, false), SkipReason.STALE);
        skips(item(orderId, 9, 9, true), SkipReason.STALE);
        skips(item(orderId, 11, 9, false), SkipReason.CONFLICT);
        skips(item(orderId, 9, 11, false), SkipReason.CONFLICT);
        skips(item(orderId, PRICE - 9, 10, false), SkipReason.EXCEEDS_DEPOSIT);
        skips(item(orderId, type(uint128).max, 10, false), SkipReason.EXCEEDS_DEPOSIT);
        skips(item(orderId, 10, type(uint128).max, true), SkipReason.EXCEEDS_DEPOSIT);
        skips(item(orderId, 20, 20, true), SkipReason.UNBALANCED_FINAL);
        settle(orderId, PRICE - 10, 10, true);
        skips(item(orderId, PRICE - 11, 11, true), SkipReason.CLOSED);
        skips(item(orderId, 1, 1, false), SkipReason.CLOSED);
        (uint32 applied,) = settle(orderId, PRICE - 10, 10, true);
        same(applied, 1, "the numbers in force may come again");
        same(escrow.order(orderId).closedAt, START, "and change nothing");
    }

    function test_anUnknownFinalItemLeavesNoTrace() public {
        Order memory order = newOrder();
        bytes32 orderId = escrow.orderIdOf(order);
        skips(item(orderId, 0, 0, true), SkipReason.UNKNOWN_ORDER);
        open(order);
        isFalse(escrow.order(orderId).closed, "open");
        same(escrow.order(orderId).closedAt, 0, "closedAt");
    }

    function test_refusesEmptyLargeAndMalformedBatches() public {
        SettlementBatch memory batch;
        batch.setVersion = 1;
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.BatchSizeOutOfRange.selector, 0));
        escrow.settle(batch, new bytes[](0));
        batch.items = new SettlementItem[](451);
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.BatchSizeOutOfRange.selector, 451));
        escrow.settle(batch, new bytes[](0));
        vm.expectRevert(OrderEscrow.MalformedItems.selector);
        escrow.settlePacked(1, 1, 1, new bytes(43), new bytes[](0));
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.BatchSizeOutOfRange.selector, 0));
        escrow.settlePacked(1, 1, 1, "", new bytes[](0));
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.BatchSizeOutOfRange.selector, 501));
        escrow.settlePacked(1, 1, 1, new bytes(501 * 44), new bytes[](0));
        batch.items = new SettlementItem[](1);
        bytes memory call = abi.encodeCall(escrow.batchDigest, (batch));
        call[call.length - 1] = 0x02; // a boolean of 2
        (bool success, bytes memory result) = address(escrow).call(call);
        isFalse(success, "refused");
        same(bytes4(result), PackedItems.MalformedItem.selector, "typed");
    }

    /// @dev The plain door reads raw words: an amount of 2^128 in either field is refused like any bad encoding.
    function test_refusesAmountsThatAreNo128BitNumbers() public {
        SettlementBatch memory batch = batchOf(item(openOrder(), 1, 1, false));
        for (uint256 word = 2; word <= 3; ++word) {
            bytes memory call = abi.encodeCall(escrow.batchDigest, (batch));
            call[call.length - 32 * word + 15] = 0x01;
            (bool success, bytes memory result) = address(escrow).call(call);
            isFalse(success, "refused");
            same(bytes4(result), PackedItems.MalformedItem.selector, "typed");
        }
    }

    function test_opensTheLargestOrderAndPaysItOut() public {
        uint256 largest = (1 << 84) - 1;
        stakeNode(largest);
        token.mint(user, largest);
        bytes32 orderId = open(pricedOrder(largest));
        same(escrow.order(orderId).deposit, largest, "deposit");
        settle(orderId, largest - 1, 1, true);
        escrow.withdrawFor(user, one(orderId));
        escrow.withdrawFor(payee, one(orderId));
        escrow.withdrawFees(one(orderId));
        same(token.balanceOf(payee), largest - 1 - (largest - 1) * 500 / 10_000, "provider");
        same(token.balanceOf(address(escrow)), 0, "all paid out");
    }

    function test_paysUpToTwoHundredOrdersAtOnceAndARepeatedOneOnce() public {
        bytes32 orderId = openOrder();
        settle(orderId, 600 ether, 400 ether, true);
        bytes32[] memory many = new bytes32[](200);
        for (uint256 i = 0; i < 200; ++i) {
            many[i] = orderId;
        }
        same(escrow.withdrawFor(payee, many), 570 ether, "provider");
        (uint256 platformFee, uint256 validatorReward) = escrow.withdrawFees(many);
        same(platformFee + validatorReward, 30 ether, "fees");
    }

    /// @dev Every length but that of whole items is refused, whichever part the cut takes and whatever is before it.
    function test_refusesItemsThatAreCutShort() public {
        bytes32 orderId = openOrder();
        bytes memory plain = packed(item(orderId, 5, 0, false), 0);
        bytes memory refund = packed(item(orderId, 6, 7, false), 0);
        bytes memory closing = packed(item(orderId, PRICE - 7, 7, true), 0);
        bytes memory whole = bytes.concat(plain, refund, closing);
        same(whole.length, 44 + 55 + 55, "whole items");
        for (uint256 length = 1; length < whole.length; ++length) {
            if (length == 44 || length == 99) continue;
            bytes memory cut = new bytes(length);
            for (uint256 i = 0; i < length; ++i) {
                cut[i] = whole[i];
            }
            vm.expectRevert(OrderEscrow.MalformedItems.selector);
            escrow.settlePacked(1, 1, 1, cut, new bytes[](0));
        }
        same(escrow.order(orderId).releasedCum, 0, "nothing moved");
    }

    function test_refusesFlagsThatAreNotFinalOrRefund() public {
        bytes memory items = bytes.concat(packed(item(openOrder(), 5, 0, false), 0), new bytes(55));
        for (uint256 flags = 4; flags < 256; ++flags) {
            items[44 + 32] = bytes1(uint8(flags));
            vm.expectRevert(OrderEscrow.MalformedItems.selector);
            escrow.settlePacked(1, 1, 1, items, new bytes[](0));
        }
    }

    /// @dev The two loops for common items against the one rule, at every boundary, in both doors.
    function test_theQuickLoopsFollowTheOneRule(uint256 seed) public {
        bytes32 orderId = pricedOpen(100);
        OrderMoney model = OrderMoneyMath.opened(100);
        for (uint256 i = 0; i < 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 released = near(model.releasedCum(), 100 - model.refundedCum(), seed);
            uint256 refunded = near(model.refundedCum(), 100 - model.releasedCum(), seed >> 8);
            bool isFinal = seed >> 250 == 0;
            OrderMoney moved = OrderMoneyMath.tryMove(model, released, refunded, isFinal ? block.timestamp : 0);
            SkipReason reason = SkipReason.NONE;
            if (OrderMoney.unwrap(moved) != 0) model = moved;
            else reason = OrderMoneyMath.whyNot(model, released, refunded);
            SettlementBatch memory batch = batchOf(item(orderId, released, refunded, isFinal));
            (uint32 applied, uint32 skipped) = seed >> 255 == 0 ? settle(batch) : settlePacked(batch);
            same(applied, reason == SkipReason.NONE ? 1 : 0, "applied");
            same(skipped, reason == SkipReason.NONE ? 0 : 1, "skipped");
            OrderState memory state = escrow.order(orderId);
            same(state.releasedCum, model.releasedCum(), "released");
            same(state.refundedCum, model.refundedCum(), "refunded");
            same(state.closedAt, model.closedAt(), "closedAt");
        }
    }

    function pricedOpen(uint256 price) private returns (bytes32) {
        return open(pricedOrder(price));
    }

    /// @dev One of the amounts at which a rule changes its answer.
    function near(uint256 lowest, uint256 highest, uint256 seed) private pure returns (uint256) {
        uint256[8] memory amounts = [
            0, lowest == 0 ? 0 : lowest - 1, lowest, lowest + 1, highest, highest + 1, (lowest + highest) / 2, 1 << 84
        ];
        return amounts[seed % 8];
    }

    /// @dev A refund of zero under the refund flag is signed as zero and moves nothing that is not there.
    function test_aRefundOfZeroIsNothing() public {
        bytes32 unknown = keccak256("unknown");
        SettlementBatch memory batch = batchOf(item(unknown, 0, 0, false));
        bytes memory items = abi.encodePacked(unknown, uint8(2), uint88(0), uint88(0));
        (uint32 applied, uint32 skipped) = escrow.settlePacked(
            batch.setVersion, batch.batchNo, batch.asOfEpoch, items, quorum(escrow.batchDigest(batch))
        );
        same(applied, 0, "applied");
        same(skipped, 1, "skipped");
        bytes32 orderId = openOrder();
        batch = batchOf(item(orderId, 8, 0, false));
        items = abi.encodePacked(orderId, uint8(2), uint88(8), uint88(0));
        (applied,) = escrow.settlePacked(
            batch.setVersion, batch.batchNo, batch.asOfEpoch, items, quorum(escrow.batchDigest(batch))
        );
        same(applied, 1, "applied");
        same(escrow.order(orderId).releasedCum, 8, "released");
    }

    function test_reclaimsOnceAfterTheLastTerm() public {
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.UnknownOrder.selector, keccak256("unknown")));
        escrow.reclaim(keccak256("unknown"));
        bytes32 orderId = openOrder();
        settle(orderId, 100 ether, 50 ether, false);
        uint64 reclaimAfter = escrow.order(orderId).reclaimAfter;
        vm.warp(reclaimAfter - 1);
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.TooEarly.selector, reclaimAfter));
        escrow.reclaim(orderId);
        vm.warp(reclaimAfter);
        vm.expectEmit(address(escrow));
        emit OrderEscrow.OrderReclaimed(4, orderId, 100 ether, 900 ether);
        escrow.reclaim(orderId);
        (uint256 forProvider, uint256 forUser,,) = escrow.withdrawable(orderId);
        same(forProvider, 95 ether, "provider");
        same(forUser, 900 ether, "user");
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.OrderClosed.selector, orderId));
        escrow.reclaim(orderId);
        skips(item(orderId, 200 ether, 50 ether, false), SkipReason.CLOSED);
    }

    function test_aPauseStopsOpeningAndNothingElse() public {
        bytes32 orderId = openOrder();
        bytes32 forgotten = openOrder();
        vm.warp(START + 20 days);
        vm.prank(admin);
        escrow.pause();
        Order memory order = newOrder();
        refuses(order, abi.encodeWithSelector(BoundedPause.IsPaused.selector));
        settle(orderId, 600 ether, 400 ether, true);
        escrow.reclaim(forgotten);
        escrow.withdrawFor(payee, one(orderId));
        escrow.withdrawFor(user, one(forgotten));
        escrow.withdrawFees(one(orderId));
    }

    function test_aPauseEndsByItselfAndCannotBeRenewedAtOnce() public {
        vm.prank(stranger);
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        escrow.pause();
        vm.startPrank(admin);
        vm.expectRevert(BoundedPause.NotPaused.selector);
        escrow.unpause();
        escrow.pause();
        vm.warp(START + 7 days - 1);
        isTrue(escrow.paused(), "paused");
        vm.warp(START + 7 days);
        isFalse(escrow.paused(), "over");
        same(escrow.activeTime(), START, "the clock stood still");
        vm.expectRevert(abi.encodeWithSelector(BoundedPause.PauseTooEarly.selector, START + 14 days));
        escrow.pause();
        vm.warp(START + 14 days);
        escrow.pause();
        vm.warp(START + 15 days);
        escrow.unpause();
        vm.warp(START + 16 days);
        same(escrow.activeTime(), START + 8 days, "8 of 16 days were active");
    }

    function test_paysOnlyPartiesAndOnlyWhereThereIsSomething() public {
        bytes32 orderId = openOrder();
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.NotAParty.selector, stranger, orderId));
        escrow.withdrawFor(stranger, one(orderId));
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.NotAParty.selector, address(0), keccak256("unknown")));
        vm.prank(address(0));
        escrow.withdraw(one(keccak256("unknown")), stranger);
        vm.expectRevert(OrderEscrow.NothingToWithdraw.selector);
        escrow.withdrawFor(user, one(orderId));
        vm.prank(user);
        vm.expectRevert(OrderEscrow.ZeroAddress.selector);
        escrow.withdraw(one(orderId), address(0));
        bytes32[] memory many = new bytes32[](201);
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.TooManyOrders.selector, 201));
        escrow.withdrawFor(user, many);
        vm.expectRevert(abi.encodeWithSelector(OrderEscrow.TooManyOrders.selector, 201));
        escrow.withdrawFees(many);
    }

    function test_onlyTheAdminChangesTheFeeAccounts() public {
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        escrow.setFeeAccounts(stranger, stranger);
        vm.startPrank(admin);
        vm.expectRevert(OrderEscrow.ZeroAddress.selector);
        escrow.setFeeAccounts(stranger, address(0));
        escrow.setFeeAccounts(stranger, user);
        same(escrow.treasury(), stranger, "treasury");
        same(escrow.validatorRewards(), user, "rewards");
    }

    function test_refusesToBeDeployedIncomplete() public {
        vm.expectRevert(OrderEscrow.ZeroAddress.selector);
        new OrderEscrow(token, registry, stakes, validators, treasury, rewards, address(0));
        vm.expectRevert(OrderEscrow.ZeroAddress.selector);
        new OrderEscrow(IERC20(address(0)), registry, stakes, validators, treasury, rewards, admin);
        vm.expectRevert();
        new StakeManager(token, validators, registry, treasury, address(0));
        vm.expectRevert();
        new StakeManager(IERC20(address(0)), validators, registry, treasury, admin);
    }

    function test_onlyTheDeployerMints() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ComputeToken.NotMinter.selector, stranger));
        token.mint(stranger, 1);
    }
}
