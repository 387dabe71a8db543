"""Template tags that any page may use."""

from django import template

register = template.Library()
