from registry.mapping.translate import Converter
BY_NAME: dict[str, Converter] = {}
