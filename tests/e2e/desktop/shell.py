#!/usr/bin/python3
"""A desktop's notification server and tray, as far as tests need them.

Speaks the org.freedesktop.Notifications and org.kde.StatusNotifierWatcher protocols on the session bus. Every
event is one line of JSON on standard output, every wish one line of JSON on standard input:

    {"notification": {"id": 1, "summary": …, "body": …, "actions": {"open": "Open"}}}
    {"tray": {"label": "3", "title": …, "menu": ["Open Haberdash", …]}}
    {"click": {"id": 1, "action": "open"}}      presses a notification's button; "default" is its body
    {"choose": "Quit"}                           chooses an entry of the tray's menu
    {"look": true}                               asks for the tray as it is now
    {"secrets": true}                            asks for the attributes of everything in the keyring
"""
import json
import os
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


def tell(**event):
    print(json.dumps(event), flush=True)


class Notifications(dbus.service.Object):
    """Shows nothing; remembers nothing but the last number."""

    def __init__(self, bus):
        super().__init__(dbus.service.BusName(NOTIFICATIONS, bus), "/org/freedesktop/Notifications")
        self.last = 0

    @dbus.service.method(NOTIFICATIONS, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
        if replaces:
            number = int(replaces)
        else:
            self.last += 1
            number = self.last
        pairs = {str(key): str(title) for key, title in zip(actions[::2], actions[1::2])}
        tell(notification={"id": number, "app": str(app), "summary": str(summary), "body": str(body), "actions": pairs})
        return dbus.UInt32(number)

    @dbus.service.method(NOTIFICATIONS, in_signature="u")
    def CloseNotification(self, number):
        self.NotificationClosed(number, 3)

    @dbus.service.method(NOTIFICATIONS, out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body", "persistence"]

    @dbus.service.method(NOTIFICATIONS, out_signature="ssss")
    def GetServerInformation(self):
        return "shell of the tests", "Haberdash", "1", "1.2"

    @dbus.service.signal(NOTIFICATIONS, signature="us")
    def ActionInvoked(self, number, action):
        pass

    @dbus.service.signal(NOTIFICATIONS, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    def click(self, number, action):
        self.ActionInvoked(dbus.UInt32(number), action)
        self.NotificationClosed(dbus.UInt32(number), dbus.UInt32(2))


class Tray(dbus.service.Object):
    """The watcher that applications register their tray icon with."""

    def __init__(self, bus):
        super().__init__(dbus.service.BusName(WATCHER, bus), "/StatusNotifierWatcher")
        self.bus = bus
        self.item = None

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        path = str(service) if service.startswith("/") else "/StatusNotifierItem"
        self.item = self.bus.get_object(sender, path, introspect=False)
        tell(registered=True)

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array([], signature="s"),
        }

    @dbus.service.signal(WATCHER)
    def StatusNotifierHostRegistered(self):
        pass

    def properties(self):
        return self.item.GetAll(ITEM, dbus_interface=PROPERTIES) if self.item else {}

    def menu(self):
        return self.bus.get_object(self.item.bus_name, str(self.properties()["Menu"]), introspect=False)

    def entries(self):
        _, layout = self.menu().GetLayout(0, -1, dbus.Array([], signature="s"), dbus_interface=MENU)
        labels = {}
        for number, properties, _ in layout[2]:
            if "label" in properties:
                labels[str(properties["label"]).replace("_", "")] = int(number)
        return labels

    def look(self):
        properties = self.properties()
        tell(tray={
            "label": str(properties.get("XAyatanaLabel", "")),
            "title": str(properties.get("Title", "")),
            "icon": str(properties.get("IconName", "")),
            "menu": list(self.entries()) if self.item else [],
        })

    def choose(self, label):
        number = self.entries()[label]
        self.menu().Event(number, "clicked", dbus.Int32(0, variant_level=1), dbus.UInt32(0), dbus_interface=MENU)


def secrets(bus):
    """The attributes of all secrets, never the secrets themselves."""
    service = bus.get_object("org.freedesktop.secrets", "/org/freedesktop/secrets")
    found = []
    for collection in service.Get("org.freedesktop.Secret.Service", "Collections", dbus_interface=PROPERTIES):
        items = bus.get_object("org.freedesktop.secrets", collection).Get(
            "org.freedesktop.Secret.Collection", "Items", dbus_interface=PROPERTIES)
        for path in items:
            attributes = bus.get_object("org.freedesktop.secrets", path).Get(
                "org.freedesktop.Secret.Item", "Attributes", dbus_interface=PROPERTIES)
            found.append({str(key): str(value) for key, value in attributes.items()})
    tell(secrets=found)


def main():
    DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    notifications = Notifications(bus)
    tray = Tray(bus)
    loop = GLib.MainLoop()

    def fulfil(wanted):
        try:
            if "click" in wanted:
                notifications.click(wanted["click"]["id"], wanted["click"]["action"])
            if "choose" in wanted:
                tray.choose(wanted["choose"])
            if "look" in wanted:
                tray.look()
            if "secrets" in wanted:
                secrets(bus)
        except Exception as error:
            tell(error=f"{type(error).__name__}: {error}")

    unread = bytearray()

    # Not readline(): of two lines that come at once it would keep the second to itself, and nobody would wake us.
    def wishes(source, _condition):
        chunk = os.read(source, 65536)
        if not chunk:
            loop.quit()
            return False
        unread.extend(chunk)
        while (end := unread.find(b"\n")) >= 0:
            line = bytes(unread[:end])
            del unread[:end + 1]
            fulfil(json.loads(line))
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, wishes)
    tell(ready=True)
    loop.run()


main()
