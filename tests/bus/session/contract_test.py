#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bus says about the helper's objects is what helper/api/*.xml says."""

import xml.etree.ElementTree as ElementTree

from gi.repository import GLib
from vitrine_bus import (
    HelperTest, MANAGER, OBJECT_MANAGER, PROPERTIES, ROOT, SOURCE, main)


def description(interface):
    """An interface element without what has no meaning: order, comments, space."""
    members = {}
    for member in interface:
        if not isinstance(member.tag, str):
            continue
        annotations = {a.get("name"): a.get("value") for a in member.findall("annotation")}
        arguments = [(a.get("name"), a.get("type"), a.get("direction", "out"))
                     for a in member.findall("arg")]
        members[(member.tag, member.get("name"))] = (
            member.get("type"), member.get("access"), arguments, annotations)
    return members


def contract():
    interfaces = {}
    for file in sorted((SOURCE / "helper/api").glob("org.vitrine.*.xml")):
        for interface in ElementTree.parse(file).getroot().findall("interface"):
            interfaces[interface.get("name")] = description(interface)
    return interfaces


class Contract(HelperTest):
    def introspect(self, path):
        text = self.client.call(path, "org.freedesktop.DBus.Introspectable", "Introspect")
        node = ElementTree.fromstring(text)
        return ({i.get("name"): description(i) for i in node.findall("interface")},
                [n.get("name") for n in node.findall("node")])

    def test_everything_is_served_as_written(self):
        self.client.made({"image": "busybox", "name": "contract"})
        network = GLib.Variant("(a{sv}a{sv})", ({"name": GLib.Variant("s", "lan"), "kind": GLib.Variant("s", "isolated")}, {}))
        self.client.finished(self.client.call(ROOT, MANAGER, "CreateNetwork", network))
        wanted = contract()
        seen = set()
        for path in [ROOT, *self.client.objects()]:
            served, _ = self.introspect(path)
            for name, members in served.items():
                if name.startswith("org.vitrine."):
                    self.assertEqual(members, wanted[name], f"{name} of {path}")
                    self.check_values(path, name, members)
                    seen.add(name)
        self.assertEqual(seen, set(wanted))
        path, = [path for path, served in self.client.objects().items() if "org.vitrine.Network1" in served]
        self.client.finished(self.client.do(path, "Delete", "org.vitrine.Network1"))

    def check_values(self, path, interface, members):
        reply, _ = self.client.raw(path, PROPERTIES, "GetAll", GLib.Variant("(s)", (interface,)))
        values = reply.get_child_value(0)
        types = {}
        for index in range(values.n_children()):
            entry = values.get_child_value(index)
            value = entry.get_child_value(1).get_variant()
            types[entry.get_child_value(0).get_string()] = value.get_type_string()
        wanted = {name: member[0] for (tag, name), member in members.items() if tag == "property"}
        self.assertEqual(types, wanted, f"{interface} of {path}")
        for name, kind in wanted.items():
            reply, _ = self.client.raw(
                path, PROPERTIES, "Get", GLib.Variant("(ss)", (interface, name)))
            self.assertEqual(
                reply.get_child_value(0).get_variant().get_type_string(), kind, name)

    def test_the_tree_can_be_walked(self):
        path = self.client.made({"image": "busybox", "name": "walked"})
        found = set()
        todo = [ROOT]
        while todo:
            here = todo.pop()
            found.add(here)
            todo += [f"{here}/{name}" for name in self.introspect(here)[1]]
        self.assertIn(path, found)
        self.assertLessEqual(set(self.client.objects()), found)

    def test_the_standard_interfaces_are_told(self):
        served, _ = self.introspect(ROOT)
        self.assertIn(OBJECT_MANAGER, served)
        self.assertIn(PROPERTIES, served)
        self.assertIn(("signal", "PropertiesChanged"), served[PROPERTIES])

    def test_what_is_not_there_is_said_not_to_be(self):
        self.refused("NotFound", self.client.get, ROOT, MANAGER, "Colour")
        self.refused("NotFound", self.client.get, ROOT, "org.vitrine.Colour1", "Version")
        self.refused("NotSupported", self.client.call, ROOT, PROPERTIES, "Set", GLib.Variant(
            "(ssv)", (MANAGER, "Version", GLib.Variant("s", "2"))))


main()
