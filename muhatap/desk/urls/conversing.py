"""Addresses: chats, calls back and what comes and goes by mail."""

from django.urls import path

from muhatap.desk.views import callbacks, chatting, intake, mailboxes, outbox, reviewing

urlpatterns = [
    path("chats/", chatting.show_all, name="chats"),
    path("chats/blocks/", chatting.blocks, name="chat_blocks"),
    path("chats/blocks/<int:block>/lift/", chatting.lift, name="chat_block_lift"),
    path("cases/<str:number>/chat/", chatting.show, name="chat"),
    path("cases/<str:number>/chat/accept/", chatting.accept, name="chat_accept"),
    path("cases/<str:number>/chat/pass-on/", chatting.pass_on, name="chat_pass_on"),
    path("cases/<str:number>/chat/identity/", chatting.identity, name="chat_identity"),
    path("cases/<str:number>/chat/end/", chatting.end, name="chat_end"),
    path("cases/<str:number>/chat/done/", chatting.wrap_up, name="chat_done"),
    path("cases/<str:number>/chat/block/", chatting.block, name="chat_block"),
    path("callbacks/", callbacks.show_all, name="callbacks"),
    path("callbacks/<int:callback>/", callbacks.show, name="callback"),
    path("callbacks/<int:callback>/call/", callbacks.call, name="callback_call"),
    path("callbacks/<int:callback>/note/", callbacks.note, name="callback_note"),
    path("cases/<str:number>/callback/", callbacks.promise, name="callback_promise"),
    path("review/", reviewing.show, name="review"),
    path("review/<int:doubt>/", reviewing.decide, name="decide"),
    path("mailboxes/", mailboxes.show, name="mailboxes"),
    path("mailboxes/<int:mailbox>/", mailboxes.edit, name="mailbox"),
    path("intake/", intake.show, name="intake"),
    path("intake/<int:item>/again/", intake.try_again, name="intake_again"),
    path("intake/<int:item>/open/", intake.open_case, name="intake_open"),
    path("outbox/", outbox.show, name="outbox"),
    path("outbox/<int:delivery>/", outbox.show_delivery, name="delivery"),
    path("outbox/<int:delivery>/again/", outbox.try_again, name="try_again"),
]
